-- One per act and class: who comes second adds nothing.
insert into documento_emitido (id, expediente_id, n, clase, nombre, numero, fecha, tamano, sha256, codigo, certificado, sello, sello_nota, sellado_en, plantillas)
values ($1::uuid, $2::uuid, $3::int, $4::text, $5::text, $6::text, $7::date, $8::bigint, $9::bytea, $10::text, $11::bytea, $12::text, $13::text,
        $14::timestamptz, $15::bytea)
on conflict (expediente_id, n, clase) do nothing
returning id
