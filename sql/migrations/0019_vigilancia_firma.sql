-- Which file was told that its intended day of signing went by without an inscription, and how many months after: once each. A day set anew is another day.
create table vigilancia_firma (
  expediente_id uuid not null references expediente,
  fecha_firma   date not null,
  meses         int not null check (meses in (0, 1, 3)),
  avisado_en    timestamptz not null,
  primary key (expediente_id, fecha_firma, meses)
);
grant select, insert on vigilancia_firma to dictamen_servicio;
grant select on vigilancia_firma to dictamen_admin;
