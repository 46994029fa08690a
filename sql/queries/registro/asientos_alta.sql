-- Entries that no file of this service brought.
insert into asiento (numero, inscrito_en, conjunto, clave) select * from unnest($1::text[], $2::timestamptz[], $3::text[], $4::text[])
