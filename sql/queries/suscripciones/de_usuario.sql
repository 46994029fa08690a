-- How many of those that are kept this person answers for.
select count(*)::int as cuantas from suscripcion where usuario_id = $1::uuid and estado <> 'baja'
