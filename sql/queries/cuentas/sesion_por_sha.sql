-- Everything that decides whether a session is good, in one row.
select s.id as sesion_id, s.vista_en, s.vence_en, s.elevada_en, u.id as usuario_id, u.organizacion_id, u.rol, u.maquina, u.activo,
       o.activa as organizacion_activa, o.cve_ent
  from sesion s
  join usuario u on u.id = s.usuario_id
  join organizacion o on o.id = u.organizacion_id
 where s.sha256 = $1::bytea and s.cerrada_en is null
