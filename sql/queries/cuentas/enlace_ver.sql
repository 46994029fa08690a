-- The person whose unused link this is. $1: hash; $2: now.
select k.usuario_id from cuenta_carta k join usuario u on u.id = k.usuario_id
 where k.enlace_sha256 = $1::bytea and k.usado_en is null and k.vence_en > $2::timestamptz and u.activo
