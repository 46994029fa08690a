select bytes from contenido_trozo where sha256 = $1::bytea and n = $2::int
