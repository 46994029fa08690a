-- Rows at the end of the chain, one array a column; under the lock.
insert into seguridad_acto (n, tipo, registrado_en, usuario_id, organizacion_id, rol, direccion, objeto, veces, datos, anterior, hash)
select * from unnest($1::bigint[], $2::text[], $3::timestamptz[], $4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::text[], $9::bigint[], $10::text[],
                     $11::bytea[], $12::bytea[])
