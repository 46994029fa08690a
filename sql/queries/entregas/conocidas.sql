-- Which of the events $2 were meant for this subscription and can be sent again, or are about to be.
select v.id from entrega e join evento v on v.seq = e.seq where e.suscripcion_id = $1::uuid and v.id = any($2::uuid[]) and e.estado <> 'cancelada'
