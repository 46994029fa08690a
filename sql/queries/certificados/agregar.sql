-- A copy of an entry ($3, $4), or that a search found nothing ($10 to $12).
insert into certificado_emitido (codigo, sha256, asiento, n, tamano, certificado, sello, sello_nota, sellado_en, numero, criterios, momento, plantillas)
values ($1::text, $2::bytea, $3::text, $4::int, $5::bigint, $6::bytea, $7::text, $8::text, $9::timestamptz, $10::text, $11::text, $12::timestamptz,
        $13::bytea)
