-- A page of the present by signature date, newest first, by words and values; the next $19 entries are looked through before an index is asked.
select asiento, n, indice, desde, hasta, region, datos
  from registro_pagina($1::text, $2::date, $3::text, $4::text::tsquery, $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[],
                       $12::text[], $13::text[], $14::text[], $15::date, $16::date, $17::date, $18::int, $19::int)
