-- The clock, and what was refused before is tried again at the new hour.
with viejos as (delete from ensayo_intento)
update ensayo set adelanto = $1::bigint where adelanto <= $1::bigint returning adelanto
