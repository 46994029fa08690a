delete from cuenta_equipo where usuario_id = $1::uuid
