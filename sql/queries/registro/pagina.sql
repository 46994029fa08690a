-- A page of the present by signature date, newest first, by words, values and days; the next $25 entries are looked through first.
select asiento, n, indice, desde, hasta, region, datos
  from registro_pagina($1::text, $2::date, $3::text, $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[],
                       $12::text[], $13::text[], $14::date, $15::date, $16::text, $17::date, $18::date, $19::date, $20::date, $21::date, $22::date, $23::date,
                       $24::int, $25::int)
