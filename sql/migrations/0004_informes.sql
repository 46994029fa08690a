-- What the inspection of a content said, as canonical JSON (services/informes.h). A later version of the inspection adds a row; none is ever changed.
create table contenido_informe (
  sha256    bytea not null references contenido,
  version   int not null check (version > 0),
  informe   text not null check (length(informe) > 0),
  creado_en timestamptz not null default now(),
  primary key (sha256, version)
);
grant select, insert on contenido_informe to dictamen_servicio;
grant select on contenido_informe to dictamen_admin;
