-- What came of the challenge of taking $2: answered ($3), or why not ($5), and then it is sent again in $4 milliseconds.
update suscripcion
   set estado = case when $3::bool then 'activa' else estado end, version = version + $3::bool::int,
       verificada_en = case when $3::bool then now() else verificada_en end, motivo = case when $3::bool then '' else $5::text end,
       fallos = case when $3::bool then 0 else fallos + 1 end, disponible_en = case when $3::bool then now() else now() + $4::bigint * interval '1 millisecond' end
 where id = $1::uuid and tomas = $2::int and estado = 'por_verificar'
