-- One delivery, by its event.
select e.seq, e.suscripcion_id, e.estado, e.intentos, e.tomas, e.disponible_en, e.vence_en, e.creada_en, e.terminada_en, v.id, v.expediente_id, v.organizacion_id, v.n, v.tipo,
       v.estado as estado_expediente, v.ocurrido_en
  from entrega e join evento v on v.seq = e.seq
 where e.suscripcion_id = $1::uuid and v.id = $2::uuid
