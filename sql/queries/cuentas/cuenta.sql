select c.usuario_id, c.identificador, c.contrasena, c.totp_secreto, c.totp_desde, c.totp_paso, u.nombre, o.nombre as organizacion, o.siglas, o.municipio
  from cuenta c
  join usuario u on u.id = c.usuario_id
  join organizacion o on o.id = u.organizacion_id
 where c.usuario_id = $1::uuid
