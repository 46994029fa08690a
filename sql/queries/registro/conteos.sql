-- All counters, with the version that they are of: one statement sees one registry.
select '' as tabla, '' as fila, '' as columna, coalesce((select indice + 1 from registro_acto order by indice desc limit 1), 0)::bigint as n
union all
select tabla, fila, columna, n from registro_conteo where n <> 0
