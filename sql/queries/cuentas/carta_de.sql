-- Whose letter it is, and how many that person was sent within the hour. $1: address; $2: now. No row: nobody's.
select c.usuario_id, c.contrasena is not null as con_contrasena, u.nombre,
       (select count(*) from cuenta_carta x where x.usuario_id = c.usuario_id and x.estado = 'enviada' and x.creada_en > $2::timestamptz - interval '1 hour')::int
         as recientes
  from cuenta c
  join usuario u on u.id = c.usuario_id
  join organizacion o on o.id = u.organizacion_id
 where c.identificador = $1::text and u.activo and o.activa and not u.maquina
