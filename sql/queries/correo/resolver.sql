update correo
   set version = version + 1, estado = $3::text, motivo = $4::text, usuario_id = $5::uuid, resuelto_en = $6::timestamptz
 where id = $1::uuid and version = $2::int and estado in ('recibido', 'apartado')
returning version
