-- Takes up to $1 deliveries for $2 milliseconds; none for the subscriptions $3, at most $4 for each. In order per subscription and file: the first that is
-- not delivered, and the next only after it. A subscription that failed is tried with one at a time. Nobody waits for anybody (skip locked).
-- Files are found one by one by their first pending delivery (one descent of entrega_fila each), so that a long queue costs no more than a short one;
-- of the first thousand that have something due, those that have waited longest go first.
with debida as materialized (
  select s.id, s.fallos
    from suscripcion s
    join organizacion o on o.id = s.organizacion_id and o.activa
   cross join lateral (
     select from entrega e
      where e.suscripcion_id = s.id and e.estado = 'pendiente' and e.disponible_en <= now() and e.vence_en > now()
        and (e.tomada_hasta is null or e.tomada_hasta <= now())
      order by e.disponible_en
      limit 1) hay
   where s.estado = 'activa' and s.disponible_en <= now() and s.id <> all($3::uuid[])
   order by s.disponible_en, s.id
   limit $1::int
), fila as materialized (
  select x.suscripcion_id, x.seq
    from debida d
   cross join lateral (
     with recursive cabeza as (
       (select e.expediente_id, e.seq, e.disponible_en, e.vence_en, e.tomada_hasta
          from entrega e
         where e.suscripcion_id = d.id and e.estado = 'pendiente'
         order by e.expediente_id, e.seq
         limit 1)
       union all
       select n.*
         from cabeza c
        cross join lateral (
          select e.expediente_id, e.seq, e.disponible_en, e.vence_en, e.tomada_hasta
            from entrega e
           where e.suscripcion_id = d.id and e.estado = 'pendiente' and e.expediente_id > c.expediente_id
           order by e.expediente_id, e.seq
           limit 1) n
     )
     select e.suscripcion_id, e.seq
       from (select w.seq
               from (select c.seq, c.disponible_en
                       from cabeza c
                      where c.disponible_en <= now() and c.vence_en > now() and (c.tomada_hasta is null or c.tomada_hasta <= now())
                      limit 1000) w
              order by w.disponible_en, w.seq) c
      cross join lateral (
        select e.suscripcion_id, e.seq
          from entrega e
         where e.suscripcion_id = d.id and e.seq = c.seq and e.estado = 'pendiente' and (e.tomada_hasta is null or e.tomada_hasta <= now())
           for update skip locked) e
      limit case when d.fallos > 0 then 1 else $4::int end) x
   limit $1::int
)
update entrega e
   set tomas = e.tomas + 1, intentos = e.intentos + 1, tomada_hasta = now() + $2::int * interval '1 millisecond'
  from fila f, suscripcion s, evento v
 where e.suscripcion_id = f.suscripcion_id and e.seq = f.seq and s.id = f.suscripcion_id and v.seq = f.seq
returning e.suscripcion_id, e.tomas, e.intentos, s.fallos, s.url, s.secreto,
          case when s.secreto_anterior_hasta > now() then s.secreto_anterior end as secreto_anterior,
          v.seq, v.id, v.expediente_id, v.organizacion_id, v.n, v.tipo, v.estado, v.ocurrido_en
