-- Who a provider's person is here.
select u.id, u.activo and not u.maquina as activo from identidad_externa e join usuario u on u.id = e.usuario_id where e.emisor = $1::text and e.sujeto = $2::text
