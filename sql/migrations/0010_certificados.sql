-- Signed tree heads of the registry's log (docs/bitacora.md): what anyone may keep, and nobody can take back. Rows are only ever added.
create table bitacora_cabeza (
  n        bigint generated always as identity primary key,
  tamano   bigint not null check (tamano >= 0),
  raiz     bytea not null check (length(raiz) = 32),
  momento  timestamptz not null,
  llave    bytea not null check (length(llave) = 32),
  firma    bytea not null check (length(firma) = 64)
);
create index on bitacora_cabeza (tamano, n);

-- Certified copies of entries: enough to say that one was issued here, when and of which act. The document itself is not kept.
create table certificado_emitido (
  codigo       text primary key check (codigo ~ '^[0-9A-HJKMNP-TV-Z]{5}(-[0-9A-HJKMNP-TV-Z]{5}){3}$'),
  sha256       bytea not null unique check (length(sha256) = 32),
  asiento      text not null,
  n            int not null,
  tamano       bigint not null check (tamano > 0),
  certificado  bytea not null check (length(certificado) = 32),
  sello        text not null check (sello in ('B-B', 'B-T')),
  sello_nota   text,
  sellado_en   timestamptz not null,
  foreign key (asiento, n) references registro_acto (asiento, n)
);

grant select, insert on bitacora_cabeza, certificado_emitido to dictamen_servicio;
grant select on bitacora_cabeza, certificado_emitido to dictamen_admin;
