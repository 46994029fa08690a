-- One, with how much waits and how much was given up (counted up to 10000).
select s.id, s.organizacion_id, s.rol, s.usuario_id, s.url, s.descripcion, array_to_string(s.tipos, ',') as tipos, s.estado, s.motivo, s.version, s.fallos, s.creada_en, s.actualizada_en, s.verificada_en,
       case when s.secreto_anterior_hasta > now() then s.secreto_anterior_hasta end as secreto_anterior_hasta,
       (select count(*)::int from (select from entrega e where e.suscripcion_id = s.id and e.estado = 'pendiente' limit 10000) x) as pendientes,
       (select count(*)::int from (select from entrega e where e.suscripcion_id = s.id and e.estado = 'muerta' limit 10000) x) as muertas,
       not exists (select from usuario u
                    where u.id = s.usuario_id and u.activo and u.organizacion_id = s.organizacion_id
                      and s.rol = case u.rol when 'cja_titular' then 'cja' else u.rol end) as sin_responsable
  from suscripcion s
 where s.id = $1::uuid and s.estado <> 'baja'
