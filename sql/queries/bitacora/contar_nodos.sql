select count(*) as n from bitacora_nodo
