select count(*)::int as n
  from usuario u join organizacion o on o.id = u.organizacion_id
 where u.rol = 'administracion' and u.activo and o.activa
