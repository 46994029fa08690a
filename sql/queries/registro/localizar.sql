-- How many entries a search finds, at most $29 of them, and how many acts the journal has: one statement, so that both are of the same moment.
select (select coalesce((select indice + 1 from registro_acto order by indice desc limit 1), 0))::bigint as tamano,
       (select count(*)
          from (select from registro_filtrado($1::timestamptz, $2::date, $3::text, $4::text[], $5::text, $6::text[], $7::text[], $8::text[], $9::text[], $10::text[],
                                              $11::text[], $12::text[], $13::text[], $14::text[], $15::date, $16::date, $17::date, $18::date, $19::text,
                                              $20::text, $21::text, $22::date, $23::date, $24::date, $25::date, $26::bool, $27::bool, $28::text[]) f
                 limit $29::int) c) as n
