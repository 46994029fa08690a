insert into calendario_aviso (version, tipo, fuente, motivo, anios, revoca, usuario_id, publicado_en)
values ($1::int, $2::text, $3::text, $4::text, $5::int[], $6::int, $7::uuid, $8::timestamptz)
