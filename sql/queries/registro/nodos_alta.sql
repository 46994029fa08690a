insert into bitacora_nodo (nivel, indice, hash) select * from unnest($1::int[], $2::bigint[], $3::bytea[])
