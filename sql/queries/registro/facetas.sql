-- How many entries there are of each value, among the first $30 candidates; the row without a dimension says how many candidates were looked at.
with c as materialized (
  select f.entidades, f.nivel, f.clases, f.paises, f.regiones, f.tipo, f.areas, asiento_estado(f.vigencia, f.vigencia_hasta, f.terminado_en, $2::date) as estado,
         coalesce(to_char(f.fecha_firma, 'YYYY'), '') as anio
    from registro_filtrado($1::timestamptz, $2::date, $3::text, $4::text[], $5::text, $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[],
                         $12::text[], $13::text[], $14::text[], $15::date, $16::date, $17::date, $18::date, $19::text,
                           $20::text, $21::text, $22::date, $23::date, $24::date, $25::date, $26::bool, $27::bool, $28::text[]) f
   limit $30::int
)
select '' as faceta, '' as valor, count(*) as n from c
union all select 'entidad', v, count(*) from (select unnest(entidades) as v from c where 'entidad' = any ($29::text[])) x group by v
union all select 'nivel', nivel, count(*) from c where 'nivel' = any ($29::text[]) group by nivel
union all select 'clase', v, count(*) from (select unnest(clases) as v from c where 'clase' = any ($29::text[])) x group by v
union all select 'pais', v, count(*) from (select unnest(paises) as v from c where 'pais' = any ($29::text[])) x group by v
union all select 'region', v, count(*) from (select unnest(regiones) as v from c where 'region' = any ($29::text[])) x group by v
union all select 'tipo', tipo, count(*) from c where 'tipo' = any ($29::text[]) group by tipo
union all select 'area', v, count(*) from (select unnest(areas) as v from c where 'area' = any ($29::text[])) x group by v
union all select 'estado', estado, count(*) from c where 'estado' = any ($29::text[]) group by estado
union all select 'anio', anio, count(*) from c where 'anio' = any ($29::text[]) group by anio
order by 1, 3 desc, 2
