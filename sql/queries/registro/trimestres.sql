-- Acts of the registry by quarter and kind: $1 are the first instants of the quarters, in order; a quarter is named by its place, from 1. The row without a
-- table is the journal's size.
select 'acto' as tabla, width_bucket(registrado_en, $1::timestamptz[])::text as fila, acto as columna, count(*) as n
  from registro_acto
 group by 2, 3
union all
select '', '', '', coalesce((select indice + 1 from registro_acto order by indice desc limit 1), 0)
