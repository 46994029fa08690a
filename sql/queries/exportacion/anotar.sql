insert into exportacion (expediente_id, version, usuario_id, organizacion_id, rol, exportado_en, manifiesto_sha256)
values ($1::uuid, $2::int, $3::uuid, $4::uuid, $5::text, $6::timestamptz, $7::bytea)
