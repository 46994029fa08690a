-- A new secret that is not asked for yet; only while none is in use.
update cuenta set totp_secreto = $2::bytea, totp_paso = 0 where usuario_id = $1::uuid and totp_desde is null
