insert into cuenta_recuperacion (sha256, usuario_id, creado_en) select s, $1::uuid, $3::timestamptz from unnest($2::bytea[]) as s
