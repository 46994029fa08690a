-- The end of a job: done with its result, or failed with its problem. Only by whoever holds it.
update trabajo
   set estado = $3::text, resultado = $4::text, resultado_local = $5::text, problema = $6::text, detalle = $7::text[],
       hechas = case when $3::text = 'hecho' then greatest(hechas, total) else hechas end,
       actualizado_en = now(), terminado_en = now()
 where id = $1::uuid and tomas = $2::int and estado = 'en_curso'
returning id
