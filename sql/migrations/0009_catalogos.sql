-- Municipalities by INEGI's codes (AGEEML), loaded by dictamenctl municipios cargar. One that the catalogue no longer has stays, without being in force:
-- old agreements name it.
create table municipio (
  cve_ent text collate "C" not null check (cve_ent ~ '^(0[1-9]|[12][0-9]|3[0-2])$'),
  cve_mun text collate "C" not null check (cve_mun ~ '^[0-9]{3}$' and cve_mun <> '000'),
  nombre  text not null check (length(nombre) between 1 and 200),
  fuente  text not null,
  vigente boolean not null default true,
  primary key (cve_ent, cve_mun)
);
-- How often the catalogue changed: what is derived from it is of a version.
create table municipio_version (
  unica   boolean primary key default true check (unica),
  version bigint not null
);
insert into municipio_version (version) values (0);
grant select on municipio_version to dictamen_servicio, dictamen_admin;
grant update (version) on municipio_version to dictamen_admin;
grant select on municipio to dictamen_servicio, dictamen_admin;
grant insert, update on municipio to dictamen_admin;
