-- $2: what became of it; $3: when it may be tried again; $4: why not.
update cuenta_carta set estado = $2::text, disponible_en = $3::timestamptz, error = $4::text where id = $1::uuid
