-- A new file's narrow row and its card for lists; its first act is added by actos/anexar in the same transaction.
with e as (
  insert into expediente (id, organizacion_id, cve_ent, nivel, compartido, estado, turno, version, hash, calendario_version, actualizado_en)
  values ($1::uuid, $2::uuid, $3::text, $4::text, $5::bool, $6::text, $7::text, 1, $8::bytea, $9::int, $10::timestamptz)
)
insert into expediente_ficha (expediente_id, denominacion, tipo, contrapartes, fecha_firma_pretendida, busqueda)
values ($1::uuid, $11::text, $12::text, $13::text, $14::date, $15::text)
