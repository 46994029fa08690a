-- The words of these cards made again, as fichas_alta.sql makes them. Without new words of the public text theirs stay.
with nuevas as (
  select f.asiento, f.n,
         setweight(to_tsvector('spanish', q.a), 'A') || setweight(to_tsvector('spanish', q.b), 'B') || setweight(to_tsvector('spanish', q.c), 'C') ||
         coalesce(setweight(to_tsvector('spanish', q.d), 'D'), ts_filter(f.busqueda, '{d}')) ||
         registro_marcas(f.entidades, f.nivel, f.clases, f.paises, f.regiones, f.tipo, f.areas, f.fecha_firma, f.vigencia_desde, f.vigencia_hasta, f.inscrito_en,
                         f.lugar_firma) as busqueda
    from unnest($1::text[], $2::int[], $3::text[], $4::text[], $5::text[], $6::text[]) as q(asiento, n, a, b, c, d)
    join asiento_ficha f on f.asiento = q.asiento and f.n = q.n
), cambiadas as (
  update asiento_ficha f set busqueda = v.busqueda from nuevas v where f.asiento = v.asiento and f.n = v.n and f.busqueda <> v.busqueda
  returning f.asiento
), nueva as (
  update registro_indice set version = version + 1 where exists (select from cambiadas)
)
select count(*)::int as cambiadas from cambiadas
