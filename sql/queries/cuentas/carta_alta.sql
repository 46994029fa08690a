-- A letter to be sent; one that waits already is enough. $1: id; $2: kind; $3: address as typed, lower case; $4: now.
insert into cuenta_carta (id, clase, identificador, creada_en, disponible_en) values ($1::uuid, $2::text, $3::text, $4::timestamptz, $4::timestamptz)
on conflict do nothing
