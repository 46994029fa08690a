select exists (select from plantilla_juego where sha256 = $1::bytea) as hay
