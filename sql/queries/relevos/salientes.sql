-- The people of an organisation leave, but for those named, and with them what they had asked to be told of: its address is theirs. Who they were.
with idas as (
  update suscripcion set estado = 'baja', secreto = '', secreto_anterior = null, secreto_anterior_hasta = null, version = version + 1, actualizada_en = now()
   where organizacion_id = $1::uuid and estado <> 'baja' and usuario_id <> all($2::uuid[])
  returning id
), dejadas as (
  update entrega e set estado = 'cancelada', terminada_en = now() from idas where e.suscripcion_id = idas.id and e.estado = 'pendiente'
)
update usuario set activo = false, version = version + 1
 where organizacion_id = $1::uuid and activo and id <> all($2::uuid[])
returning id
