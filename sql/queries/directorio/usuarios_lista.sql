-- One page by id. $1, $2: the caller ('sistema' sees all); $3: after this id; $4: rows; $5: organisation; $6: role; $7: only active ones; $8: this one only.
-- Each sees its own area: a local government its organisation, the offices those who can be named responsible.
-- A person's e-mail is for the own organisation, the window (DGCP) and the administration.
select u.id, u.organizacion_id, u.nombre,
       case when u.organizacion_id = $2::uuid or $1::text in ('sistema', 'administracion', 'dgcp') then u.correo end as correo,
       u.rol, u.maquina, u.activo, u.version, u.creado_en, o.cve_ent, o.nombre as organizacion, o.nivel, o.activa as organizacion_activa
  from usuario u join organizacion o on o.id = u.organizacion_id
 where case $1::text
         when 'gobierno_local' then u.organizacion_id = $2::uuid
         when 'enlace_estatal' then u.organizacion_id = $2::uuid
         when 'dgcp' then u.rol = 'dgcp'
         when 'cja' then u.rol in ('cja', 'cja_titular')
         when 'cja_titular' then u.rol in ('cja', 'cja_titular')
         when 'auditoria' then true
         when 'administracion' then true
         when 'sistema' then true
         else false
       end
   and ($3::uuid is null or u.id > $3::uuid)
   and ($5::uuid is null or u.organizacion_id = $5::uuid)
   and ($6::text is null or u.rol = $6::text)
   and (u.activo or not $7::boolean)
   and ($8::uuid is null or u.id = $8::uuid)
 order by u.id
 limit $4::int
