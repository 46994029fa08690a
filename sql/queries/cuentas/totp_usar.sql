-- No code is taken twice, nor one that is older than the last: whoever comes second changes nothing.
update cuenta set totp_paso = $2::bigint where usuario_id = $1::uuid and totp_desde is not null and totp_paso < $2::bigint
