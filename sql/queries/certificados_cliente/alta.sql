insert into organizacion_certificado (id, organizacion_id, sha256, asunto, etiqueta, desde, vence_en)
values ($1::uuid, $2::uuid, $3::bytea, $4::text, $5::text, $6::timestamptz, $7::timestamptz)
returning creado_en
