insert into correo_parte (correo_id, n, clase, tipo_parte, nombre, tipo_declarado, tipo_medio, tamano, sha256, hallazgo, documento_id)
values ($1::uuid, $2::int, $3::text, $4::text, $5::text, $6::text, $7::text, $8::bigint, $9::bytea, $10::text, $11::uuid)
