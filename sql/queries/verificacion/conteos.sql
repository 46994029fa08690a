-- The first counter of the registry that is not what counting the present entries gives.
with debe as (
  select c.tabla, c.fila, c.columna, count(*) as n
    from (select f from asiento_ficha f where f.hasta is null offset 0) as x, registro_celdas(x.f) c -- offset: the planner of PostgreSQL 15 fails without it
   group by c.tabla, c.fila, c.columna
)
select tabla, fila, columna
  from registro_conteo r full join debe d using (tabla, fila, columna)
 where coalesce(r.n, 0) <> coalesce(d.n, 0)
 order by tabla, fila, columna
 limit 1
