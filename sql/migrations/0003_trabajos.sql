-- Work that an act leaves to be done later (reading a scan, writing an oficio), born in the transaction of its act. A worker takes a job for
-- a while (`disponible_en` is then the end of its lease) and renews it as it goes on; one whose worker died becomes free again by itself.
-- `tomas` counts the takings: whoever holds an older one cannot write any more.
create table trabajo (
  id             uuid primary key,
  expediente_id  uuid not null references expediente,
  n              int not null check (n > 0),
  clase          text not null check (length(clase) between 1 and 60),
  estado         text not null default 'pendiente' check (estado in ('pendiente', 'en_curso', 'hecho', 'fallido')),
  hechas         int not null default 0 check (hechas >= 0),
  total          int not null default 0 check (total >= 0),
  avance         text not null default '' check (length(avance) <= 200),
  resultado      text,
  resultado_local text, -- what the local government may see of it (rule 10); null: nothing
  problema       text,
  detalle        text[], -- Spanish, English; then what to do, Spanish, English
  intentos       int not null default 0,
  caidas         int not null default 0, -- times that its worker went away without a word
  tomas          int not null default 0,
  disponible_en  timestamptz not null default now(),
  creado_en      timestamptz not null,
  actualizado_en timestamptz not null,
  terminado_en   timestamptz,
  unique (expediente_id, n, clase),
  foreign key (expediente_id, n) references acto,
  check ((estado in ('hecho', 'fallido')) = (terminado_en is not null))
);
create index trabajo_debido on trabajo (disponible_en) where estado in ('pendiente', 'en_curso');

alter table trabajo enable row level security;
create policy leer on trabajo for select to dictamen_servicio using (exists (select from expediente e where e.id = expediente_id));
create policy deber on trabajo for insert to dictamen_servicio with check (current_setting('dictamen.rol', true) = 'sistema');
create policy trabajar on trabajo for update to dictamen_servicio using (current_setting('dictamen.rol', true) = 'sistema');
create policy auditar on trabajo for select to dictamen_admin using (true);
grant select, insert on trabajo to dictamen_servicio;
grant update (estado, hechas, total, avance, resultado, resultado_local, problema, detalle, intentos, caidas, tomas, disponible_en, actualizado_en, terminado_en)
  on trabajo to dictamen_servicio;
grant select on trabajo to dictamen_admin;
