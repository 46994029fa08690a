update cuenta_recuperacion set usado_en = $3::timestamptz where sha256 = $2::bytea and usuario_id = $1::uuid and usado_en is null
