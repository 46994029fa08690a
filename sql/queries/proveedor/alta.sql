insert into identidad_externa (emisor, sujeto, usuario_id, creada_en) values ($1::text, $2::text, $3::uuid, $4::timestamptz)
