-- A page by signature date, newest first, of what is common: from the next $12 entries. Fewer than a page: the other statements look everywhere.
select asiento, n, indice, desde, hasta, region, datos
  from registro_recorrer($1::text, $2::date, $3::text, $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::int, $12::int)
