-- What the administration that leaves had granted ends with it.
update delegacion set revocada_por = $2::uuid, revocada_en = $3::timestamptz
 where municipio_id = $1::uuid and revocada_en is null and hasta > $3::timestamptz
returning id
