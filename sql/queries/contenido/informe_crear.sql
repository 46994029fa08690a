-- The same bytes give the same report: whoever comes second has nothing to add.
insert into contenido_informe (sha256, version, informe) values ($1::bytea, $2::int, $3::text) on conflict do nothing
