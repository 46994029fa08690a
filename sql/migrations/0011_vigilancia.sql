-- Statistics of the procedure, computed once a day and anonymous as stored (docs/estadisticas.md): what the public reads, and nothing else.
create table censo (
  dia                date primary key,
  calculado_en       timestamptz not null,
  calendario_version int not null,
  datos              text not null
);
grant select, insert on censo to dictamen_servicio;
grant select on censo to dictamen_admin;

-- Which organisation was told of which term's end, and how long before: once each. A renewal is another term.
create table vigilancia_aviso (
  asiento        text not null references asiento,
  vigencia_hasta date not null,
  meses          int not null check (meses in (3, 6, 12)),
  avisado_en     timestamptz not null,
  primary key (asiento, vigencia_hasta, meses)
);
grant select, insert on vigilancia_aviso to dictamen_servicio;
grant select on vigilancia_aviso to dictamen_admin;
