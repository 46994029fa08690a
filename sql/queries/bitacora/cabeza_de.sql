-- The first head signed at this size.
select n, tamano, raiz, momento, llave, firma from bitacora_cabeza where tamano = $1::bigint order by n limit 1
