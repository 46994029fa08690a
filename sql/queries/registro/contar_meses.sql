-- Values of days by the month of signature: what the cards from this place on add, less what the ones that they replace had.
-- A batch has a thousand at most: where the places end is said for the planner, which else reads the whole table as long as it has no statistics.
with cambio as (
  select f.fecha_firma, f.vigencia_desde, f.vigencia_hasta, f.inscrito_en, 1 as d
    from asiento_ficha f
   where f.indice between $1::bigint and $1 + 999999
  union all
  select f.fecha_firma, f.vigencia_desde, f.vigencia_hasta, f.inscrito_en, -1
    from asiento_ficha g
    join asiento_ficha f on f.asiento = g.asiento and f.n = g.n - 1
   where g.indice between $1::bigint and $1 + 999999
)
insert into registro_mes as r (dimension, valor, mes, n)
select v.dimension, v.valor, coalesce(date_trunc('month', c.fecha_firma::timestamp)::date, '-infinity') as mes, sum(c.d)
  from cambio c, registro_fechas(c.vigencia_desde, c.vigencia_hasta, c.inscrito_en) v
 group by 1, 2, 3
having sum(c.d) <> 0
on conflict (dimension, valor, mes) do update set n = r.n + excluded.n
