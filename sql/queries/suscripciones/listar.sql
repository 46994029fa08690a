-- The caller's, by id; after $1. Whose they are is row-level security's to say.
select s.id, s.organizacion_id, s.rol, s.usuario_id, s.url, s.descripcion, array_to_string(s.tipos, ',') as tipos, s.estado, s.motivo, s.version, s.fallos, s.creada_en, s.actualizada_en, s.verificada_en,
       case when s.secreto_anterior_hasta > now() then s.secreto_anterior_hasta end as secreto_anterior_hasta, 0 as pendientes, 0 as muertas,
       not exists (select from usuario u
                    where u.id = s.usuario_id and u.activo and u.organizacion_id = s.organizacion_id
                      and s.rol = case u.rol when 'cja_titular' then 'cja' else u.rol end) as sin_responsable
  from suscripcion s
 where s.estado <> 'baja' and ($1::uuid is null or s.id > $1)
 order by s.id
 limit $2::int
