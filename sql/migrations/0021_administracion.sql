-- What the administration changes: templates of the documents, and who answers for a subscription.

-- The templates of the documents that the service writes, as the office changes them (docs/plantillas.md). Version 1 of each is the file (the program's or the folder's) and has no row
-- here. Rows are only ever added: going back is one more version. A text that is null is the file's, whatever it says by then.
create table plantilla_version (
  nombre     text not null check (nombre ~ '^[a-z][a-z_]*[.](html|css)$' and length(nombre) <= 60),
  version    int not null check (version >= 2),
  texto      text check (octet_length(texto) between 1 and 262144),
  de_version int check (de_version >= 1 and de_version < version), -- it was put by going back to that one
  motivo     text not null check (length(motivo) between 1 and 500),
  usuario_id uuid references usuario, -- null: dictamenctl
  creada_en  timestamptz not null,
  primary key (nombre, version),
  check (texto is not null or de_version is not null)
);

-- Every set of templates that ever made a document, whole: {"acuse.html": {"texto": …, "version": 1}, …}. The key is the SHA-256 of that JSON in its canonical form.
create table plantilla_juego (
  sha256    bytea primary key check (length(sha256) = 32),
  contenido jsonb not null,
  creado_en timestamptz not null
);

create function plantilla_inmutable() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  raise exception '%: los renglones no se cambian ni se quitan', tg_table_name using errcode = 'insufficient_privilege';
end $$;
create trigger plantilla_inmutable before update or delete or truncate on plantilla_version for each statement execute function plantilla_inmutable();
create trigger plantilla_inmutable before update or delete or truncate on plantilla_juego for each statement execute function plantilla_inmutable();

do $$
declare t text;
begin
  foreach t in array array['plantilla_version', 'plantilla_juego'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy leer on %I for select to dictamen_servicio using (current_setting(''dictamen.rol'', true) in (''administracion'', ''auditoria'', ''sistema''))', t);
    execute format('create policy agregar on %I for insert to dictamen_servicio with check (current_setting(''dictamen.rol'', true) = ''sistema'')', t);
    execute format('create policy administrar on %I to dictamen_admin using (true) with check (true)', t);
  end loop;
end $$;
grant select, insert on plantilla_version to dictamen_servicio, dictamen_admin;
grant select, insert on plantilla_juego to dictamen_servicio;
grant select on plantilla_juego to dictamen_admin;

-- Whoever changes the secret of a subscription answers for it from then on.
grant update (usuario_id) on suscripcion to dictamen_servicio;

-- With which templates it was made; null: before this was told.
alter table documento_emitido add column plantillas bytea references plantilla_juego;
alter table certificado_emitido add column plantillas bytea references plantilla_juego;
