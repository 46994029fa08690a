select count(*)::int as quedan from cuenta_recuperacion where usuario_id = $1::uuid and usado_en is null
