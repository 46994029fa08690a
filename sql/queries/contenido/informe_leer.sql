select informe from contenido_informe where sha256 = $1::bytea and version = $2::int
