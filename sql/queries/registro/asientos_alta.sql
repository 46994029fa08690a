-- Entries that no file of this service brought.
insert into asiento (numero, inscrito_en) select * from unnest($1::text[], $2::timestamptz[])
