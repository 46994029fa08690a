-- What was seen on the pages of a letter (services/oficio.h): drawing and reading them takes seconds, and the same bytes show the same. A later version of the
-- looking adds a row; none is ever changed.
create table contenido_oficio (
  sha256    bytea not null references contenido,
  version   int not null check (version > 0),
  visto     text not null check (length(visto) > 0),
  creado_en timestamptz not null default now(),
  primary key (sha256, version)
);
grant select, insert on contenido_oficio to dictamen_servicio;
grant select on contenido_oficio to dictamen_admin;
