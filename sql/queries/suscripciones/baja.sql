-- Ended for good: the secrets go, what waited is dropped; the journal stays.
with ida as (
  update suscripcion set estado = 'baja', secreto = '', secreto_anterior = null, secreto_anterior_hasta = null, version = version + 1, actualizada_en = now()
   where id = $1::uuid and version = $2::int and estado <> 'baja'
  returning id
), dejadas as (
  update entrega e set estado = 'cancelada', terminada_en = now() from ida where e.suscripcion_id = ida.id and e.estado = 'pendiente'
)
select id from ida
