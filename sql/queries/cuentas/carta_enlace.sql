update cuenta_carta set usuario_id = $2::uuid, enlace_sha256 = $3::bytea, vence_en = $4::timestamptz where id = $1::uuid
