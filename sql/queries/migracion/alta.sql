insert into migracion (numero, nombre, sha256) values ($1::int, $2::text, $3::bytea)
