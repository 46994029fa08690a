-- The same secret, kept otherwise; nothing when its person has another one by now.
update cuenta set totp_secreto = $3::bytea where usuario_id = $1::uuid and totp_secreto = $2::bytea
