-- True when the bytes are new: two uploads of the same bytes wait for each other here, the second finds them there.
insert into contenido (sha256, tamano) values ($1::bytea, $2::bigint) on conflict do nothing returning sha256
