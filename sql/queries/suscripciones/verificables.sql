-- Takes up to $1 subscriptions that are to be challenged, for $2 milliseconds.
update suscripcion s
   set tomas = s.tomas + 1, disponible_en = now() + $2::int * interval '1 millisecond'
  from (select s.id from suscripcion s
         where s.estado = 'por_verificar' and s.disponible_en <= now() and s.verificar_hasta > now()
           and exists (select from organizacion o where o.id = s.organizacion_id and o.activa)
         order by s.disponible_en
         limit $1::int
           for update skip locked) t
 where s.id = t.id
returning s.id, s.url, s.secreto, case when s.secreto_anterior_hasta > now() then s.secreto_anterior end as secreto_anterior, s.tomas, s.fallos, s.organizacion_id
