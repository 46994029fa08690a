-- A page of the registry by signature date, newest first; unknown dates are the oldest. Words are looked for among the next $32 entries only: common
-- ones fill the page from there, and for the others there is listar_palabras.sql.
select f.asiento, f.n, f.indice, f.desde, f.hasta, f.region, f.datos
  from (select f.*, coalesce(f.fecha_firma, '-infinity') as clave
          from registro_filtrado($1::timestamptz, $2::date, null, $4::text[], $5::text, $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[],
                               $12::text[], $13::text[], $14::text[], $15::date, $16::date, $17::date, $18::date, $19::text,
                                 $20::text, $21::text, $22::date, $23::date, $24::date, $25::date, $26::bool, $27::bool, $28::text[]) f
         where ($30::text is null or (coalesce(f.fecha_firma, '-infinity'), f.asiento) < (coalesce($29::date, '-infinity'), $30::text))
         order by coalesce(f.fecha_firma, '-infinity') desc, f.asiento desc
         limit $32::int) f
 where $3::text is null or f.busqueda @@ to_tsquery('spanish', $3)
 order by f.clave desc, f.asiento desc
 limit $31::int
