-- One page, newest first. $1: state; $2: before this id; $3: rows.
select c.id, c.version, c.recibido_en, c.de, c.de_nombre, c.asunto, c.estado, c.motivo, c.hallazgo, c.organizacion_id, c.expediente_id, c.respuesta,
       (select count(*)::int from correo_parte p where p.correo_id = c.id) as partes
  from correo c
 where ($1::text is null or c.estado = $1::text) and ($2::uuid is null or c.id < $2::uuid)
 order by c.id desc
 limit $3::int
