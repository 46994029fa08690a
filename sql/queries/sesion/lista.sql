-- Writable, and at the schema that this program was built for.
select not pg_is_in_recovery() and (select max(numero) from migracion) = $1::int as lista
