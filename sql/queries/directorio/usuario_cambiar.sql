update usuario set nombre = $3::text, correo = $4::text, rol = $5::text, activo = $6::boolean, version = version + 1
 where id = $1::uuid and version = $2::int
