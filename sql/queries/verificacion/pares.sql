-- The first pair of values that is not what counting the present entries gives.
with v as materialized (
  select f.indice, v.dimension collate "C" as dimension, v.valor collate "C" as valor
    from asiento_ficha f, registro_valores(f.entidades, f.nivel, f.clases, f.paises, f.regiones, f.tipo, f.areas, f.fecha_firma) v
   where f.hasta is null
), debe as (
  select a.dimension, a.valor, b.dimension as faceta, b.valor as otro, count(*) as n
    from v a
    join v b on b.indice = a.indice and (a.dimension, a.valor) <= (b.dimension, b.valor)
   group by a.dimension, a.valor, b.dimension, b.valor
)
select dimension as tabla, valor as fila, faceta || ' ' || otro as columna
  from registro_par r full join debe d using (dimension, valor, faceta, otro)
 where coalesce(r.n, 0) <> coalesce(d.n, 0)
 order by dimension, valor, faceta, otro
 limit 1
