-- The first revocation stays.
update delegacion set revocada_por = $2::uuid, revocada_en = $3::timestamptz where id = $1::uuid and revocada_en is null
