-- The security journal: who signed in, what was refused, what was changed and taken out. One chain for the whole service (docs/seguridad.md): each row's hash
-- is over its canonical form, which names the hash before it. Nobody changes or removes a row; the trigger tells even the owner.
create table seguridad_acto (
  n               bigint primary key check (n > 0),
  tipo            text not null check (tipo ~ '^[a-z]+(_[a-z]+)*$' and length(tipo) <= 40),
  registrado_en   timestamptz not null,
  usuario_id      uuid,
  organizacion_id uuid,
  rol             text not null default '',
  direccion       text not null default '' check (length(direccion) <= 45),
  objeto          text not null default '' check (length(objeto) <= 200),
  veces           bigint not null default 1 check (veces > 0),
  datos           text not null check (length(datos) <= 65536),
  anterior        bytea not null check (length(anterior) = 32),
  hash            bytea not null check (length(hash) = 32)
);
create index seguridad_acto_tipo on seguridad_acto (tipo, n);
create index seguridad_acto_usuario on seguridad_acto (usuario_id, n) where usuario_id is not null;
create index seguridad_acto_objeto on seguridad_acto (objeto, n) where objeto <> '';

create function seguridad_acto_inmutable() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  raise exception 'seguridad_acto: los renglones de este diario no se cambian ni se quitan' using errcode = 'insufficient_privilege';
end $$;
create trigger seguridad_acto_inmutable before update or delete or truncate on seguridad_acto
  for each statement execute function seguridad_acto_inmutable();

alter table seguridad_acto enable row level security;
create policy leer on seguridad_acto for select to dictamen_servicio using (current_setting('dictamen.rol', true) in ('auditoria', 'sistema'));
create policy anexar on seguridad_acto for insert to dictamen_servicio with check (current_setting('dictamen.rol', true) = 'sistema');
create policy administrar on seguridad_acto for select to dictamen_admin using (true);
create policy anexar_admin on seguridad_acto for insert to dictamen_admin with check (true);
grant select, insert on seguridad_acto to dictamen_servicio, dictamen_admin;

-- From which addresses each key (or what stands for one) was used on each day: the first use is told in the journal, the others are not.
create table clave_uso (
  clave_id  uuid not null,
  direccion text not null check (length(direccion) <= 45),
  dia       date not null,
  primary key (clave_id, direccion, dia)
);
grant select, insert on clave_uso to dictamen_servicio;

-- Administration by the API. Nothing is deleted but domains; what a row is to files and journals (its organisation, level, state) never changes. Second lock, as for
-- files: only the service itself writes.
alter table organizacion add column version int not null default 1;
alter table usuario add column version int not null default 1;
grant insert on organizacion, usuario, clave_api to dictamen_servicio;
grant update (nombre, siglas, municipio, activa, version) on organizacion to dictamen_servicio;
grant update (nombre, correo, rol, activo, version) on usuario to dictamen_servicio;
grant update (revocada_en) on clave_api to dictamen_servicio;
grant insert, delete on organizacion_dominio to dictamen_servicio;
do $$
declare t text;
begin
  foreach t in array array['organizacion', 'usuario', 'clave_api', 'organizacion_dominio'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy leer on %I for select to dictamen_servicio using (true)', t);
    execute format('create policy alta on %I for insert to dictamen_servicio with check (current_setting(''dictamen.rol'', true) = ''sistema'')', t);
    if t <> 'clave_api' then
      execute format('create policy cambio on %I for update to dictamen_servicio using (current_setting(''dictamen.rol'', true) = ''sistema'')', t);
    end if;
    execute format('create policy baja on %I for delete to dictamen_servicio using (current_setting(''dictamen.rol'', true) = ''sistema'')', t);
    execute format('create policy administrar on %I to dictamen_admin using (true) with check (true)', t);
  end loop;
end $$;
-- What was revoked stays so.
create policy cambio on clave_api for update to dictamen_servicio using (current_setting('dictamen.rol', true) = 'sistema' and revocada_en is null)
  with check (revocada_en is not null);

-- A municipality lets its state's liaison act for it, for a term: granted and revoked, never changed. `desde` and `hasta` are instants, the second one not included.
create table delegacion (
  id           uuid primary key,
  municipio_id uuid not null references organizacion,
  enlace_id    uuid not null references organizacion,
  desde        timestamptz not null,
  hasta        timestamptz not null check (hasta > desde),
  motivo       text not null check (length(motivo) between 1 and 500),
  otorgada_por uuid not null references usuario,
  otorgada_en  timestamptz not null,
  revocada_por uuid references usuario,
  revocada_en  timestamptz,
  check (municipio_id <> enlace_id and (revocada_por is null) = (revocada_en is null))
);
create index delegacion_enlace on delegacion (enlace_id, municipio_id);
create index delegacion_municipio on delegacion (municipio_id);
alter table delegacion enable row level security;
create policy leer on delegacion for select to dictamen_servicio using (true);
create policy otorgar on delegacion for insert to dictamen_servicio with check (current_setting('dictamen.rol', true) = 'sistema');
create policy revocar on delegacion for update to dictamen_servicio using (current_setting('dictamen.rol', true) = 'sistema' and revocada_en is null)
  with check (current_setting('dictamen.rol', true) = 'sistema');
create policy administrar on delegacion for select to dictamen_admin using (true);
grant select, insert on delegacion to dictamen_servicio;
grant update (revocada_por, revocada_en) on delegacion to dictamen_servicio;
grant select on delegacion to dictamen_admin;

create function delegada(p_enlace uuid, p_municipio uuid) returns boolean
language sql stable parallel safe set search_path = public, pg_temp as $$
  select exists (
    select from delegacion d join organizacion o on o.id = d.municipio_id
     where d.enlace_id = p_enlace and d.municipio_id = p_municipio and d.revocada_en is null and o.activa and now() >= d.desde and now() < d.hasta)
$$;

-- The one predicate, with what is delegated; the program's expediente_visible() says the same, a test holds them together over all combinations.
create function expediente_visible(rol text, org uuid, entidad text, e_org uuid, e_entidad text, e_nivel text, e_compartido boolean,
                                   e_turnado boolean, e_estado text, e_delegado boolean) returns boolean
language sql immutable parallel safe as $$
  select case rol
    when 'gobierno_local' then e_org = org
    when 'enlace_estatal' then (e_compartido or e_delegado) and e_nivel = 'municipal' and e_entidad = entidad and e_estado <> 'borrador'
    when 'dgcp' then true
    when 'auditoria' then true
    when 'cja' then e_turnado
    when 'cja_titular' then e_turnado
    when 'sistema' then true
    else false
  end
$$;
alter policy leer on expediente using (
  expediente_visible(current_setting('dictamen.rol', true), nullif(current_setting('dictamen.organizacion', true), '')::uuid,
                     current_setting('dictamen.entidad', true), organizacion_id, cve_ent, nivel, compartido, turnado_cja, estado,
                     case when current_setting('dictamen.rol', true) = 'enlace_estatal'
                          then delegada(nullif(current_setting('dictamen.organizacion', true), '')::uuid, organizacion_id) else false end));
create or replace function actor_puede(p_rol text, p_org uuid, p_expediente uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select exists (
    select from expediente e
     where e.id = p_expediente
       and expediente_visible(p_rol, p_org, (select o.cve_ent from organizacion o where o.id = p_org), e.organizacion_id, e.cve_ent, e.nivel,
                              e.compartido, e.turnado_cja, e.estado, p_rol = 'enlace_estatal' and delegada(p_org, e.organizacion_id)))
$$;
drop function expediente_visible(text, uuid, text, uuid, text, text, boolean, boolean, text);

-- The hand-over of an organisation to its next administration: who received it, and what was pending, file by file (text of a JSON list).
create table relevo (
  id              uuid primary key,
  organizacion_id uuid not null references organizacion,
  administracion  text not null check (length(administracion) between 1 and 200),
  entregada_por   uuid not null references usuario,
  recibe_id       uuid not null references usuario,
  entregada_en    timestamptz not null,
  expedientes     int not null check (expedientes >= 0),
  bajas           int not null check (bajas >= 0),
  delegaciones    int not null check (delegaciones >= 0),
  pendientes      text not null,
  sha256          bytea not null check (length(sha256) = 32)
);
create index on relevo (organizacion_id, id);
alter table relevo enable row level security;
create policy leer on relevo for select to dictamen_servicio using (
  current_setting('dictamen.rol', true) in ('dgcp', 'auditoria', 'sistema')
  or (current_setting('dictamen.rol', true) = 'gobierno_local' and organizacion_id = nullif(current_setting('dictamen.organizacion', true), '')::uuid));
create policy relevar on relevo for insert to dictamen_servicio with check (current_setting('dictamen.rol', true) = 'sistema');
create policy administrar on relevo for select to dictamen_admin using (true);
grant select, insert on relevo to dictamen_servicio;
grant select on relevo to dictamen_admin;
