-- A page of what holds words that are not common, in any order ($32: firma, inscripcion, numero; $33 ascending). Materialized, so that the words' own index
-- gathers them and not a walk along the order, which would go through everything to find few; and narrow: only a page is fetched whole.
with c as materialized (
  select f.asiento, f.n,
         case $32::text when 'firma' then coalesce(f.fecha_firma, '-infinity') when 'inscripcion' then coalesce(f.inscrito_en, '-infinity')
           else '-infinity' end as clave
    from registro_filtrado($1::timestamptz, $2::date, $3::text, $4::text[], $5::text, $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[],
                           $12::text[], $13::text[], $14::text[], $15::date, $16::date, $17::date, $18::date, $19::text,
                           $20::text, $21::text, $22::date, $23::date, $24::date, $25::date, $26::bool, $27::bool, $28::text[]) f
), p as materialized (
  select asiento, n, clave
    from c
   where $30::text is null
      or case when $33::bool then (clave, asiento) > (coalesce($29::date, '-infinity'), $30) else (clave, asiento) < (coalesce($29::date, '-infinity'), $30) end
   order by case when $33 then clave end, case when $33 then asiento end, clave desc, asiento desc
   limit $31::int
)
select f.asiento, f.n, f.indice, f.desde, f.hasta, f.region, f.datos
  from p join asiento_ficha f on f.asiento = p.asiento and f.n = p.n
 order by case when $33 then p.clave end, case when $33 then p.asiento end, p.clave desc, p.asiento desc
