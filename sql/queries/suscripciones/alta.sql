-- A new subscription, unless the organisation has $9 already or this address stands in one of its others: then no row.
insert into suscripcion (id, organizacion_id, rol, usuario_id, url, descripcion, tipos, estado, secreto, verificar_hasta)
select $1::uuid, $2::uuid, $3::text, $4::uuid, $5::text, $6::text, $7::text[], 'por_verificar', $8::bytea, now() + $10::int * interval '1 second'
 where (select count(*) from suscripcion where organizacion_id = $2::uuid and rol = $3::text and estado <> 'baja') < $9::int
on conflict (organizacion_id, rol, url) where estado <> 'baja' do nothing
returning id
