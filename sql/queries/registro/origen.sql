-- The file that an entry was born of.
select expediente_id from asiento where numero = $1::text
