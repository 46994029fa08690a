-- What the last row of a kind said.
select datos from seguridad_acto where tipo = $1::text order by n desc limit 1
