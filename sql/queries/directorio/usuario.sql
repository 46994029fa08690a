select u.id, u.organizacion_id, u.nombre, u.correo, u.rol, u.maquina, u.activo, u.version, u.creado_en, o.cve_ent, o.nombre as organizacion, o.nivel,
       o.activa as organizacion_activa
  from usuario u join organizacion o on o.id = u.organizacion_id
 where u.id = $1::uuid
