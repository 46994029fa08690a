-- A new cookie for the same session, on elevation: the old one ends here.
update sesion set sha256 = $2::bytea, elevada_en = $3::timestamptz where id = $1::uuid and cerrada_en is null
