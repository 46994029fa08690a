insert into contenido_trozo (sha256, n, bytes) values ($1::bytea, $2::int, $3::bytea)
