update cuenta set totp_desde = $3::timestamptz, totp_paso = $2::bigint
 where usuario_id = $1::uuid and totp_desde is null and totp_secreto is not null and totp_paso < $2::bigint
