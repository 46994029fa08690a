-- All of one person's but $2.
update sesion set cerrada_en = $3::timestamptz where usuario_id = $1::uuid and ($2::uuid is null or id <> $2::uuid) and cerrada_en is null
