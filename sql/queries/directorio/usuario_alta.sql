insert into usuario (id, organizacion_id, nombre, correo, rol, maquina)
values ($1::uuid, $2::uuid, $3::text, $4::text, $5::text, $6::boolean)
