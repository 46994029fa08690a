-- A person takes the message on: only from the version that was seen, and only while nobody decided. The ids it will give are fixed here, once.
update correo
   set version = version + 1, organizacion_id = $3::uuid, expediente_id = coalesce(expediente_id, $4::uuid),
       documento_id = coalesce(documento_id, $5::uuid), usuario_id = $6::uuid, datos = $7::text
 where id = $1::uuid and version = $2::int and estado = 'recibido'
returning version, expediente_id, documento_id
