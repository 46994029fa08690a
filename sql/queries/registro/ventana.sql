-- From which signature date on, back from $3, there are likely $4 entries that have one value of each dimension ($1, $2) and, by the share $5 (per thousand), the
-- words looked for; twice as many are aimed at. No row: they are so common, or so few, that a stretch of dates is of no help. A guess: what it misses is looked
-- for without it.
with todos as (
  select n::float8 as n from registro_par where dimension = '' and valor = '' and faceta = '' and otro = ''
), parte as (
  select least(coalesce(sum(p.n), 0) / (select n from todos), 1) as parte
    from unnest($1::text[], $2::text[]) as q(dimension, valor)
    left join registro_par p on p.dimension = '' and p.valor = '' and p.faceta = q.dimension and p.otro = q.valor
   group by q.dimension
), ancho as (
  select 2 * $4::int / x.parte as filas
    from (select $5::int / 1000.0 * exp(coalesce(sum(ln(greatest(parte, 1e-9))), 0)) as parte from parte) x, todos
   where x.parte * todos.n > 40 * $4 and x.parte < 0.05 and 4 * $4::int / x.parte < todos.n
), anios as (
  select make_date(otro::int, 1, 1) as primero, n, sum(n) over (order by otro desc) as suma
    from (select otro, case when otro = to_char($3::date, 'YYYY') then n * extract(doy from $3::date) / 366 else n end as n
            from registro_par
           where dimension = '' and valor = '' and faceta = 'anio' and otro <> '' and otro <= coalesce(to_char($3::date, 'YYYY'), '9999')) x
)
select greatest(primero, least(primero + 366, coalesce($3::date, 'infinity')) - ceil((filas - suma + n) / n * 366)::int)::date as desde
  from anios, ancho
 where suma >= filas and n > 0
 order by primero desc
 limit 1
