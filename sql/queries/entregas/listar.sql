-- The deliveries of a subscription, newest event first; before event number $3; $2: in this state.
select e.seq, e.suscripcion_id, e.estado, e.intentos, e.tomas, e.disponible_en, e.vence_en, e.creada_en, e.terminada_en, v.id, v.expediente_id, v.organizacion_id, v.n, v.tipo,
       v.estado as estado_expediente, v.ocurrido_en
  from entrega e join evento v on v.seq = e.seq
 where e.suscripcion_id = $1::uuid and ($2::text is null or e.estado = $2) and ($3::bigint is null or e.seq < $3)
 order by e.seq desc
 limit $4::int
