-- Sent again, with a clock of their own ($3 seconds).
update entrega e
   set estado = 'pendiente', intentos = 0, terminada_en = null, disponible_en = now(), vence_en = now() + $3::int * interval '1 second'
  from evento v
 where v.seq = e.seq and e.suscripcion_id = $1::uuid and v.id = any($2::uuid[]) and e.estado in ('entregada', 'muerta')
returning v.id
