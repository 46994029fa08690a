insert into clave_api (id, usuario_id, sha256, ambitos, expira_en)
values ($1::uuid, $2::uuid, $3::bytea, $4::text[], $5::timestamptz)
