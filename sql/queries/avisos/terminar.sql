-- What came of taking $2: sent, given up, nothing to say, or back for $4 milliseconds. $6: it may have arrived all the same.
update aviso_correo
   set estado = $3::text, disponible_en = now() + $4::bigint * interval '1 millisecond', motivo = $5::text, repetido = repetido or $6::bool, tomada_hasta = null,
       enviado_en = case when $3::text = 'enviado' then now() end
 where id = $1::uuid and tomas = $2::int and estado = 'enviando'
