-- One act without a move of the narrow row (it was just created): journal, outbox, idempotency record.
with a as (
  insert into acto (expediente_id, n, acto, desde, hacia, registrado_en, fecha_legal, usuario_id, organizacion_id, rol, datos, efectos, anterior, hash)
  values ($1::uuid, $2::int, $3::text, $4::text, $5::text, $6::timestamptz, $7::date, $8::uuid, $9::uuid, $10::text, $11::text, $12::text, $13::bytea, $14::bytea)
), s as (
  insert into bandeja_salida (expediente_id, n, tipo, creado_en) values ($1::uuid, $2::int, $3::text, $6::timestamptz)
)
insert into idempotencia (usuario_id, clave, huella, http, cuerpo, encabezados, creada_en)
select $8::uuid, $15::text, $16::bytea, $17::int, $18::text, $19::text, $6::timestamptz where $15::text is not null
