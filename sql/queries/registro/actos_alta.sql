insert into registro_acto (indice, asiento, n, acto, registrado_en, fecha_legal, usuario_id, organizacion_id, rol, datos, anterior, hash)
select * from unnest($1::bigint[], $2::text[], $3::int[], $4::text[], $5::timestamptz[], $6::date[], $7::uuid[], $8::uuid[], $9::text[], $10::text[],
                     $11::bytea[], $12::bytea[])
