-- The account of a person, if there is none yet. $1: person; $2: address, lower case; $3: now.
insert into cuenta (usuario_id, identificador, creada_en) values ($1::uuid, $2::text, $3::timestamptz)
on conflict (usuario_id) do nothing
