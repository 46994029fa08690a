-- An entry as it stands.
select n, indice, datos from asiento_ficha where asiento = $1::text and hasta is null
