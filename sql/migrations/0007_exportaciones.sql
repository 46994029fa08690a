-- Who took a sealed copy of which version of a file, and when. Rows are only ever added: the service may do no more, and reads none back.
create table exportacion (
  id                 bigint generated always as identity primary key,
  expediente_id      uuid not null references expediente,
  version            int not null check (version > 0),
  usuario_id         uuid not null,
  organizacion_id    uuid not null,
  rol                text not null,
  exportado_en       timestamptz not null,
  manifiesto_sha256  bytea not null check (length(manifiesto_sha256) = 32)
);
create index on exportacion (expediente_id);

alter table exportacion enable row level security;
create policy anotar on exportacion for insert to dictamen_servicio with check (current_setting('dictamen.rol', true) = 'sistema');
create policy auditar on exportacion for select to dictamen_admin using (true);
grant insert on exportacion to dictamen_servicio;
grant select on exportacion to dictamen_admin;
