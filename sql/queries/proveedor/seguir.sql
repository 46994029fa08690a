-- What the provider says of the person now, if it differs.
update usuario set organizacion_id = $2::uuid, nombre = $3::text, correo = $4::text, rol = $5::text
 where id = $1::uuid and (organizacion_id, nombre, correo, rol) is distinct from ($2::uuid, $3::text, $4::text, $5::text)
