-- Whether this address is one of the caller's already.
select exists (select from suscripcion where organizacion_id = $1::uuid and rol = $2::text and url = $3::text and estado <> 'baja') as repetida
