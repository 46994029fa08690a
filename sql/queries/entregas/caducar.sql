-- Deliveries whose time is over become dead letters: they stay, and can be sent again by hand. A pause does not count: pausing ends the clock, going on
-- starts it anew.
update entrega e
   set estado = 'muerta', terminada_en = now()
  from suscripcion s
 where s.id = e.suscripcion_id and s.estado in ('activa', 'por_verificar') and e.estado = 'pendiente' and e.vence_en <= now()
   and (e.tomada_hasta is null or e.tomada_hasta <= now())
returning e.suscripcion_id
