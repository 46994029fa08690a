delete from cuenta_recuperacion where usuario_id = $1::uuid
