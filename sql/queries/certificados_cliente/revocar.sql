-- Once: what was revoked stays so.
update organizacion_certificado set revocado_en = now() where id = $1::uuid and organizacion_id = $2::uuid and revocado_en is null
