select visto from contenido_oficio where sha256 = $1::bytea and version = $2::int
