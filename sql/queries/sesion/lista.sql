-- Whether it can be written, and its schema: the program knows the one it was built for.
select not pg_is_in_recovery() as escribible, (select max(numero) from migracion) as esquema
