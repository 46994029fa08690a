-- The answer to a notice, kept under its Idempotency-Key; an expired one gives way.
insert into idempotencia (usuario_id, clave, huella, http, cuerpo, encabezados, creada_en)
values ($1::uuid, $2::text, $3::bytea, $4::int, $5::text, $6::text, now())
