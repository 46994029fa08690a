-- No link of this person's can be used any more.
update cuenta_carta set usado_en = $2::timestamptz where usuario_id = $1::uuid and enlace_sha256 is not null and usado_en is null
