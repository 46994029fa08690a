-- Mails that were given up or came back; after $1.
select a.id, a.usuario_id, u.correo, a.estado, a.motivo, a.creado_en, a.devuelto_en, a.devuelto_correo
  from aviso_correo a join usuario u on u.id = a.usuario_id
 where (a.estado = 'fallido' or a.devuelto_en is not null) and ($1::uuid is null or a.id > $1)
 order by a.id
 limit $2::int
