-- Pairs of values: what the cards from this place on add, less what the ones that they replace had.
-- A batch has a thousand at most: where the places end is said for the planner, which else reads the whole table as long as it has no statistics.
with v as materialized (
  select f.indice, 1 as d, v.dimension collate "C" as dimension, v.valor collate "C" as valor
    from asiento_ficha f, registro_valores(f.entidades, f.nivel, f.clases, f.paises, f.regiones, f.tipo, f.areas, f.fecha_firma) v
   where f.indice between $1::bigint and $1 + 999999
  union all
  select g.indice, -1, v.dimension, v.valor
    from asiento_ficha g
    join asiento_ficha f on f.asiento = g.asiento and f.n = g.n - 1,
         registro_valores(f.entidades, f.nivel, f.clases, f.paises, f.regiones, f.tipo, f.areas, f.fecha_firma) v
   where g.indice between $1::bigint and $1 + 999999
)
insert into registro_par as r (dimension, valor, faceta, otro, n)
select a.dimension, a.valor, b.dimension, b.valor, sum(a.d)
  from v a
  join v b on b.indice = a.indice and b.d = a.d and (a.dimension, a.valor) <= (b.dimension, b.valor)
 group by a.dimension, a.valor, b.dimension, b.valor
having sum(a.d) <> 0
on conflict (dimension, valor, faceta, otro) do update set n = r.n + excluded.n
