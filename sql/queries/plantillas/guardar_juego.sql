-- The set with which a document is about to be made. It is there already but for the first document after a change.
insert into plantilla_juego (sha256, contenido, creado_en)
values ($1::bytea, $2::text::jsonb, $3::timestamptz)
on conflict (sha256) do nothing
