insert into certificado_emitido (codigo, sha256, asiento, n, tamano, certificado, sello, sello_nota, sellado_en)
values ($1::text, $2::bytea, $3::text, $4::int, $5::bigint, $6::bytea, $7::text, $8::text, $9::timestamptz)
