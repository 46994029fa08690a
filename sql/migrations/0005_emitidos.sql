-- What the service wrote and sealed: one document per act and class, never changed. Its bytes are contents like any other. The code is how
-- anyone may ask whether it was issued; `sello` says what the seal came to (B-B, or B-T with a time-stamp; why not, if one was wanted).
create table documento_emitido (
  id            uuid primary key,
  expediente_id uuid not null references expediente,
  n             int not null,
  clase         text not null check (length(clase) between 1 and 60),
  nombre        text not null check (length(nombre) between 1 and 300),
  numero        text check (length(numero) <= 200),
  fecha         date not null,
  tamano        bigint not null check (tamano > 0),
  sha256        bytea not null unique references contenido,
  codigo        text not null unique check (codigo ~ '^[0-9A-HJKMNP-TV-Z]{5}(-[0-9A-HJKMNP-TV-Z]{5}){3}$'),
  certificado   bytea not null check (length(certificado) = 32),
  sello         text not null check (sello in ('B-B', 'B-T')),
  sello_nota    text,
  sellado_en    timestamptz not null,
  unique (expediente_id, n, clase),
  foreign key (expediente_id, n) references acto
);

alter table documento_emitido enable row level security;
create policy leer on documento_emitido for select to dictamen_servicio using (exists (select from expediente e where e.id = expediente_id));
create policy emitir on documento_emitido for insert to dictamen_servicio with check (current_setting('dictamen.rol', true) = 'sistema');
create policy auditar on documento_emitido for select to dictamen_admin using (true);
grant select, insert on documento_emitido to dictamen_servicio;
grant select on documento_emitido to dictamen_admin;
