-- Counters: what the cards from this place on add, less what the ones that they replace had. The subqueries end in offset 0: without it the planner of
-- PostgreSQL 15 fails on a whole row that goes into an inlined function.
-- A batch has a thousand at most: where the places end is said for the planner, which else reads the whole table as long as it has no statistics.
with cambio as (
  select c.tabla, c.fila, c.columna, 1 as d
    from (select f from asiento_ficha f where f.indice between $1::bigint and $1 + 999999 offset 0) as x, registro_celdas(x.f) c
  union all
  select c.tabla, c.fila, c.columna, -1
    from (select f from asiento_ficha g join asiento_ficha f on f.asiento = g.asiento and f.n = g.n - 1 where g.indice between $1::bigint and $1 + 999999 offset 0) as x,
         registro_celdas(x.f) c
)
insert into registro_conteo as r (tabla, fila, columna, n)
select tabla, fila, columna, sum(d) from cambio group by tabla, fila, columna having sum(d) <> 0
on conflict (tabla, fila, columna) do update set n = r.n + excluded.n
