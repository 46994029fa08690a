-- How many entries there are of each value under one filter ($1: its dimension, '' none; $2: its values), from the pairs; the row without a facet says
-- how many there are in all. Several values are added up: of a dimension of which an entry has one.
with f as (
  select distinct v from unnest($2::text[]) v
), c as (
  select p.faceta, p.otro as valor, p.n
    from f
    join registro_par p on p.dimension = $1::text and p.valor = f.v
  union all
  select p.dimension, p.valor, p.n
    from f
    join registro_par p on p.faceta = $1::text and p.otro = f.v and (p.dimension, p.valor) <> (p.faceta, p.otro)
)
select faceta, valor, sum(n)::bigint as n
  from c
 where n <> 0 and (faceta = '' or faceta = any ($3::text[]))
 group by faceta, valor
 order by 1, 3 desc, 2
