-- For the audit: heads after number $1, by size and number.
select n, tamano, raiz, momento, llave, firma
  from bitacora_cabeza
 where (tamano, n) > ($1::bigint, $2::bigint)
 order by tamano, n
 limit $3::int
