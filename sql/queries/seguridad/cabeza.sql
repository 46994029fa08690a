-- The journal's end.
select n, hash from seguridad_acto order by n desc limit 1
