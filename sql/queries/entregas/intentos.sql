-- The latest attempts of a delivery, newest first.
select n, empezado_en, ms, http, motivo, respuesta
  from entrega_intento
 where suscripcion_id = $1::uuid and seq = $2::bigint
 order by n desc
 limit $3::int
