-- Takes up to $1 deliveries for $2 milliseconds; none for the subscriptions $3, at most $4 for each. In order per subscription and file: the first that is
-- not delivered, and the next only after it. A subscription that failed is tried with one at a time. Nobody waits for anybody (skip locked).
with debida as materialized (
  select s.id, s.fallos
    from suscripcion s
    join organizacion o on o.id = s.organizacion_id and o.activa
   where s.estado = 'activa' and s.disponible_en <= now() and s.id <> all($3::uuid[])
     and exists (select from entrega e where e.suscripcion_id = s.id and e.estado = 'pendiente' and e.disponible_en <= now() and e.vence_en > now()
                                         and (e.tomada_hasta is null or e.tomada_hasta <= now()))
   order by s.disponible_en, s.id
   limit $1::int
), fila as materialized (
  select x.suscripcion_id, x.seq
    from debida d
   cross join lateral (
     select e.suscripcion_id, e.seq
       from entrega e
      where e.suscripcion_id = d.id and e.estado = 'pendiente' and e.disponible_en <= now() and e.vence_en > now()
        and (e.tomada_hasta is null or e.tomada_hasta <= now())
        and not exists (select from entrega p
                         where p.suscripcion_id = e.suscripcion_id and p.expediente_id = e.expediente_id and p.estado = 'pendiente' and p.seq < e.seq)
      order by e.disponible_en, e.seq
      limit case when d.fallos > 0 then 1 else $4::int end
        for update skip locked) x
   limit $1::int
)
update entrega e
   set tomas = e.tomas + 1, intentos = e.intentos + 1, tomada_hasta = now() + $2::int * interval '1 millisecond'
  from fila f, suscripcion s, evento v
 where e.suscripcion_id = f.suscripcion_id and e.seq = f.seq and s.id = f.suscripcion_id and v.seq = f.seq
returning e.suscripcion_id, e.tomas, e.intentos, s.fallos, s.url, s.secreto,
          case when s.secreto_anterior_hasta > now() then s.secreto_anterior end as secreto_anterior,
          v.seq, v.id, v.expediente_id, v.organizacion_id, v.n, v.tipo, v.estado, v.ocurrido_en
