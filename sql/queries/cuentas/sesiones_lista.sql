-- The person's sessions that may still be used. $2: idle ones seen last before this are over; $3: now; $4: the one that asks, whose use may not be written down
-- yet.
select id, metodo, creada_en, vista_en, elevada_en, vence_en, direccion, agente
  from sesion
 where usuario_id = $1::uuid and cerrada_en is null and (vista_en > $2::timestamptz or id = $4::uuid) and vence_en > $3::timestamptz
 order by creada_en desc, id desc
 limit 20
