-- The registry's version: how many acts its journal has. One row of the primary key's end.
select coalesce((select indice + 1 from registro_acto order by indice desc limit 1), 0)::bigint as version
