insert into relevo (id, organizacion_id, administracion, entregada_por, recibe_id, entregada_en, expedientes, bajas, delegaciones, pendientes, sha256)
values ($1::uuid, $2::uuid, $3::text, $4::uuid, $5::uuid, $6::timestamptz, $7::int, $8::int, $9::int, $10::text, $11::bytea)
