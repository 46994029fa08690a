-- What came of a taking ($3) of the delivery ($1, $2): journal, delivery, subscription. $4: taken by the other side; otherwise the delivery waits $5 and
-- the whole subscription $6 milliseconds. $7…$11: begun, duration, status, reason, answer. $12: the other side wants no more (410).
with dicho as (
  insert into entrega_intento (suscripcion_id, seq, n, empezado_en, ms, http, motivo, respuesta)
  values ($1::uuid, $2::bigint, $3::int, $7::timestamptz, $8::int, $9::int, $10::text, $11::text)
), mia as (
  update entrega
     set estado = case when $4::bool then 'entregada' else 'pendiente' end, terminada_en = case when $4::bool then now() end, tomada_hasta = null,
         disponible_en = case when $4::bool then disponible_en else now() + $5::bigint * interval '1 millisecond' end
   where suscripcion_id = $1::uuid and seq = $2::bigint and tomas = $3::int and estado = 'pendiente'
), vuelta as ( -- after an outage nobody waits for the delay that had grown meanwhile
  update entrega e set disponible_en = now()
    from suscripcion s
   where $4::bool and s.id = $1::uuid and s.fallos >= 5 and e.suscripcion_id = s.id and e.estado = 'pendiente' and e.disponible_en > now() and e.seq <> $2::bigint
)
update suscripcion
   set fallos = case when $4::bool then 0 else fallos + 1 end,
       disponible_en = case when $4::bool then now() else greatest(disponible_en, now() + $6::bigint * interval '1 millisecond') end,
       motivo = $10::text,
       estado = case when $12::bool and estado = 'activa' then 'pausada' else estado end,
       version = version + ($12::bool and estado = 'activa')::int
 where id = $1::uuid and (fallos > 0 or motivo <> $10::text or not $4::bool)
