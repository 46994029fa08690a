-- A new version; a null text is the file's.
insert into plantilla_version (nombre, version, texto, de_version, motivo, usuario_id, creada_en)
values ($1::text, $2::int, $3::text, $4::int, $5::text, $6::uuid, $7::timestamptz)
