-- Back to the waiting ones for at least $3 milliseconds, with the problem that made it wait (or none). $4: this try does not count (a graceful stop).
update trabajo
   set estado = 'pendiente', disponible_en = now() + $3::int * interval '1 millisecond', intentos = intentos - $4::bool::int,
       problema = $5::text, detalle = $6::text[], actualizado_en = now()
 where id = $1::uuid and tomas = $2::int and estado = 'en_curso'
returning id
