-- Signed heads, latest first, before the one with number $1 (null: from the latest on).
select n, tamano, raiz, momento, llave, firma
  from bitacora_cabeza
 where $1::bigint is null or n < $1::bigint
 order by n desc
 limit $2::int
