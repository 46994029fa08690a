update cuenta set contrasena = $2::text, contrasena_en = $3::timestamptz where usuario_id = $1::uuid
