-- The first revocation stays.
update clave_api set revocada_en = coalesce(revocada_en, now()) where id = $1::uuid
