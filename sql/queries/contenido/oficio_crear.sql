-- The same bytes show the same: whoever comes second has nothing to add.
insert into contenido_oficio (sha256, version, visto) values ($1::bytea, $2::int, $3::text) on conflict do nothing
