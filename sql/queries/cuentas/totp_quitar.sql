update cuenta set totp_secreto = null, totp_desde = null, totp_paso = 0 where usuario_id = $1::uuid
