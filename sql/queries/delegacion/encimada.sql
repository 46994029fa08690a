-- A delegation between these two that is not revoked and shares a moment with [$3, $4).
select id from delegacion
 where municipio_id = $1::uuid and enlace_id = $2::uuid and revocada_en is null and desde < $4::timestamptz and hasta > $3::timestamptz
 limit 1
