-- No row: this key was already seen from that address on that day.
insert into clave_uso (clave_id, direccion, dia) values ($1::uuid, $2::text, $3::date)
on conflict do nothing
returning clave_id
