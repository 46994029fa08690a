-- $1: session; $2: whose it must be.
update sesion set cerrada_en = $3::timestamptz where id = $1::uuid and usuario_id = $2::uuid and cerrada_en is null
