-- The challenge is sent again, at once.
update suscripcion set disponible_en = now(), fallos = 0, motivo = '', verificar_hasta = now() + $2::int * interval '1 second'
 where id = $1::uuid and estado = 'por_verificar'
returning id
