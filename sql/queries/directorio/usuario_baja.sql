update usuario set activo = false where id = $1::uuid
