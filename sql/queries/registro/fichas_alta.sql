-- The entries as they stand after their new acts. Without new words of the public text those of the card before stay.
insert into asiento_ficha (asiento, n, indice, desde, denominacion, tipo, nivel, cve_ent, cve_mun, municipio, clase, pais, region,
  entidades, clases, paises, regiones, areas, fecha_firma, precision, lugar_firma, vigencia, vigencia_desde, vigencia_hasta, terminado_en,
  antecesor, inscrito_en, procedencia, texto_sha256, datos, busqueda)
select q.asiento, q.n, q.indice, q.desde, q.denominacion, q.tipo, q.nivel, q.cve_ent, q.cve_mun, q.municipio, q.clase, q.pais, q.region,
       l.entidades, l.clases, l.paises, l.regiones, l.areas, q.fecha_firma, q.precision, q.lugar_firma, q.vigencia, q.vigencia_desde, q.vigencia_hasta, q.terminado_en,
       q.antecesor, q.inscrito_en, q.procedencia, q.texto_sha256, q.datos,
       setweight(to_tsvector('spanish', q.a), 'A') || setweight(to_tsvector('spanish', q.b), 'B') || setweight(to_tsvector('spanish', q.c), 'C') ||
       coalesce(setweight(to_tsvector('spanish', q.d), 'D'),
                (select ts_filter(f.busqueda, '{d}') from asiento_ficha f where f.asiento = q.asiento and f.n = q.n - 1),
                '') ||
       registro_marcas(l.entidades, q.nivel, l.clases, l.paises, l.regiones, q.tipo, l.areas, q.fecha_firma, q.vigencia_desde, q.vigencia_hasta, q.inscrito_en,
                       q.lugar_firma)
  from unnest($1::text[], $2::int[], $3::bigint[], $4::timestamptz[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[],
              $11::text[], $12::text[], $13::text[], $14::text[], $15::text[], $16::text[], $17::text[], $18::text[], $19::date[], $20::text[],
              $21::text[], $22::text[], $23::date[], $24::date[], $25::date[], $26::text[], $27::date[], $28::text[], $29::bytea[], $30::text[],
              $31::text[], $32::text[], $33::text[], $34::text[])
    as q(asiento, n, indice, desde, denominacion, tipo, nivel, cve_ent, cve_mun, municipio, clase, pais, region, entidades, clases, paises,
         regiones, areas, fecha_firma, precision, lugar_firma, vigencia, vigencia_desde, vigencia_hasta, terminado_en, antecesor, inscrito_en,
         procedencia, texto_sha256, datos, a, b, c, d),
       lateral (select string_to_array(q.entidades, '|') as entidades, string_to_array(q.clases, '|') as clases, string_to_array(q.paises, '|') as paises,
                       string_to_array(q.regiones, '|') as regiones, string_to_array(q.areas, '|') as areas) as l
