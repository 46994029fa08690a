-- The morning's digest of day $1 for everybody who works in the offices and can be written to; once each.
insert into aviso_correo (dia, usuario_id)
select $1::date, u.id
  from usuario u join organizacion o on o.id = u.organizacion_id and o.activa
 where u.rol in ('dgcp', 'cja', 'cja_titular') and u.activo and not u.maquina and u.correo is not null
on conflict (dia, usuario_id) do nothing
