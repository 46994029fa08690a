-- Organisations, people, keys, calendar, files and their journal. Roles: the owner runs migrations; dictamen_servicio is what the
-- service connects as (least privilege: acts can be added and read, never changed); dictamen_admin is for dictamenctl.
do $$
begin
  if not exists (select from pg_roles where rolname = 'dictamen_servicio') then
    create role dictamen_servicio nologin;
  end if;
  if not exists (select from pg_roles where rolname = 'dictamen_admin') then
    create role dictamen_admin nologin;
  end if;
end $$;

create table organizacion (
  id        uuid primary key,
  nombre    text not null check (length(nombre) between 1 and 300),
  siglas    text not null default '' check (length(siglas) <= 40),
  nivel     text not null check (nivel in ('estatal', 'municipal', 'federal')),
  cve_ent   text not null default '' check (cve_ent ~ '^([0-9]{2})?$'),
  municipio text not null default '' check (length(municipio) <= 200),
  activa    boolean not null default true,
  creada_en timestamptz not null default now(),
  check ((nivel = 'federal') = (cve_ent = ''))
);

create table usuario (
  id              uuid primary key,
  organizacion_id uuid not null references organizacion,
  nombre          text not null check (length(nombre) between 1 and 200),
  correo          text check (length(correo) <= 254),
  rol             text not null check (rol in ('gobierno_local', 'enlace_estatal', 'dgcp', 'cja', 'cja_titular', 'auditoria', 'administracion')),
  maquina         boolean not null default false,
  activo          boolean not null default true,
  creado_en       timestamptz not null default now()
);
create index on usuario (organizacion_id);

create table clave_api (
  id          uuid primary key,
  usuario_id  uuid not null references usuario,
  sha256      bytea not null unique check (length(sha256) = 32),
  ambitos     text[] not null,
  expira_en   timestamptz,
  revocada_en timestamptz,
  creada_en   timestamptz not null default now()
);
create index on clave_api (usuario_id);

-- Calendar: rows are never changed, only ended by a later version, so that any version can be seen again.
create table calendario_aviso (
  version      int primary key,
  tipo         text not null check (tipo in ('carga', 'suspension', 'habilitacion', 'revocacion')),
  fuente       text not null check (length(fuente) between 1 and 500),
  motivo       text not null check (length(motivo) between 1 and 500),
  anios        int[] not null default '{}',
  revoca       int references calendario_aviso,
  usuario_id   uuid references usuario,
  publicado_en timestamptz not null default now()
);
create table calendario_dia (
  alta       int not null references calendario_aviso,
  n          int not null,
  fecha      date not null,
  habilitado boolean not null,
  motivo     text not null,
  fuente     text not null,
  origen     text not null check (origen in ('ley', 'sre')),
  baja       int references calendario_aviso,
  primary key (alta, n) -- a day may be named by two sources of one load
);
create index on calendario_dia (fecha);

-- Migrations applied so far; made by the runner before the first.
grant select on migracion to dictamen_servicio, dictamen_admin;

-- The procedure's own copy of its table: a foreign key of every act. Filled by `dictamenctl migrar` from the program's table.
create table transicion (
  acto  text not null,
  desde text not null,
  hacia text not null,
  paso  int not null,
  primary key (acto, desde, hacia)
);

-- Narrow and hot: one row a file, changed by each act. No index on what every act changes (version, hash), fillfactor leaves room for HOT.
create table expediente (
  id                 uuid primary key,
  organizacion_id    uuid not null references organizacion,
  cve_ent            text not null,
  nivel              text not null default '',
  compartido         boolean not null default false,
  turnado_cja        boolean not null default false,
  estado             text not null,
  turno              text not null,
  version            int not null,
  hash               bytea not null,
  folio              text,
  vence              date,
  responsable_dgcp   uuid,
  responsable_cja    uuid,
  calendario_version int not null default 0,
  actualizado_en     timestamptz not null
) with (fillfactor = 70);
create unique index expediente_folio on expediente (folio) where folio is not null;
create index expediente_organizacion on expediente (organizacion_id, id);
-- The work lists: only open files are indexed by turn and state.
create index expediente_abiertos on expediente (turno, estado, id) where estado <> 'concluido';
create index expediente_recomputo on expediente (calendario_version) where estado in ('borrador', 'presentado', 'prevenido', 'turnado', 'en_revision', 'observado');
create index expediente_vence on expediente (vence, id) where vence is not null;
create index expediente_entidad on expediente (cve_ent, id) where compartido;

-- What lists show and search; written when the data change.
create table expediente_ficha (
  expediente_id          uuid primary key references expediente deferrable initially deferred,
  denominacion           text not null default '',
  tipo                   text not null default '',
  contrapartes           text not null default '',
  fecha_firma_pretendida date,
  busqueda               text not null default '',
  huella                 bytea
);
create index expediente_ficha_huella on expediente_ficha (huella) where huella is not null;

-- The journal. n is also the version of the file after the act.
create table acto (
  expediente_id   uuid not null references expediente deferrable initially deferred,
  n               int not null check (n > 0),
  acto            text not null,
  desde           text not null,
  hacia           text not null,
  registrado_en   timestamptz not null,
  fecha_legal     date,
  usuario_id      uuid not null,
  organizacion_id uuid not null,
  rol             text not null,
  datos           text not null,
  efectos         text not null,
  anterior        bytea not null,
  hash            bytea not null,
  primary key (expediente_id, n),
  foreign key (acto, desde, hacia) references transicion
);

-- Documents: content-addressed, in chunks; the same bytes are kept once. Which file has which document stands in the journal.
create table contenido (
  sha256    bytea primary key check (length(sha256) = 32),
  tamano    bigint not null check (tamano > 0),
  creado_en timestamptz not null default now()
);
create table contenido_trozo (
  sha256 bytea not null references contenido,
  n      int not null check (n >= 0),
  bytes  bytea not null,
  primary key (sha256, n)
);
alter table contenido_trozo alter column bytes set storage external;

-- Rule 2: one dictamen per instrument, whatever file it is in.
create table instrumento_dictaminado (
  huella        bytea primary key check (length(huella) = 32),
  expediente_id uuid not null references expediente,
  n             int not null
);

-- Rule 9: numbers by series and year; `numero` makes a second use impossible.
create table serie (
  serie  text not null,
  anio   int not null,
  ultimo int not null,
  primary key (serie, anio)
);
create table numero (
  serie         text not null,
  anio          int not null,
  numero        int not null,
  texto         text not null,
  expediente_id uuid not null,
  n             int not null,
  primary key (serie, anio, numero),
  unique (serie, texto)
);

-- The registry entry born of `inscribir`.
create table asiento (
  numero        text primary key,
  expediente_id uuid not null unique references expediente,
  n             int not null,
  inscrito_en   timestamptz not null
);

-- Transactional outbox: delivered later, in order per file.
create table bandeja_salida (
  id            bigint generated always as identity primary key,
  expediente_id uuid not null,
  n             int not null,
  tipo          text not null,
  creado_en     timestamptz not null,
  entregado_en  timestamptz
);
create index bandeja_salida_pendiente on bandeja_salida (id) where entregado_en is null;
create unique index bandeja_salida_recordatorio on bandeja_salida (expediente_id, n, tipo) where tipo like 'plazo.%';

create table idempotencia (
  usuario_id uuid not null,
  clave      text not null,
  huella     bytea not null,
  http       int not null,
  cuerpo     text not null,
  encabezados text not null,
  creada_en  timestamptz not null,
  primary key (usuario_id, clave)
);
create index idempotencia_edad on idempotencia (creada_en);

-- ---- who may see what: the one predicate; the program's expediente_visible() says the same, a test holds them together.
create function expediente_visible(rol text, org uuid, entidad text, e_org uuid, e_entidad text, e_nivel text, e_compartido boolean,
                                   e_turnado boolean, e_estado text) returns boolean
language sql immutable parallel safe as $$
  select case rol
    when 'gobierno_local' then e_org = org
    when 'enlace_estatal' then e_compartido and e_nivel = 'municipal' and e_entidad = entidad and e_estado <> 'borrador'
    when 'dgcp' then true
    when 'auditoria' then true
    when 'cja' then e_turnado
    when 'cja_titular' then e_turnado
    when 'sistema' then true
    else false
  end
$$;

-- Row-level security, the second lock. Reading: by the caller that the transaction declares (dictamen.rol, .organizacion, .entidad).
-- Writing acts: by the actor that each row itself names, so that one statement may carry the acts of many callers.
alter table expediente enable row level security;
create policy leer on expediente for select to dictamen_servicio using (
  expediente_visible(current_setting('dictamen.rol', true), nullif(current_setting('dictamen.organizacion', true), '')::uuid,
                     current_setting('dictamen.entidad', true), organizacion_id, cve_ent, nivel, compartido, turnado_cja, estado));
create policy abrir on expediente for insert to dictamen_servicio with check (true);
create policy mover on expediente for update to dictamen_servicio using (true);

alter table expediente_ficha enable row level security;
create policy leer on expediente_ficha for select to dictamen_servicio using (exists (select from expediente e where e.id = expediente_id));
create policy escribir on expediente_ficha for insert to dictamen_servicio with check (true);
create policy cambiar on expediente_ficha for update to dictamen_servicio using (true);

create function actor_puede(p_rol text, p_org uuid, p_expediente uuid) returns boolean
language sql stable security definer set search_path = public as $$
  select exists (
    select from expediente e
     where e.id = p_expediente
       and expediente_visible(p_rol, p_org, (select o.cve_ent from organizacion o where o.id = p_org), e.organizacion_id, e.cve_ent, e.nivel,
                              e.compartido, e.turnado_cja, e.estado))
$$;

alter table acto enable row level security;
create policy leer on acto for select to dictamen_servicio using (exists (select from expediente e where e.id = expediente_id));
create policy anexar on acto for insert to dictamen_servicio with check (
  rol in ('dgcp', 'cja', 'cja_titular', 'sistema') or actor_puede(rol, organizacion_id, expediente_id));

grant usage on schema public to dictamen_servicio, dictamen_admin;
grant select on organizacion, usuario, clave_api, calendario_aviso, calendario_dia, transicion, contenido, contenido_trozo,
  instrumento_dictaminado, serie, numero, asiento, idempotencia, bandeja_salida to dictamen_servicio;
grant select, insert, update on expediente, expediente_ficha, serie to dictamen_servicio;
grant select, insert on acto, contenido, contenido_trozo, instrumento_dictaminado, numero, asiento, bandeja_salida, idempotencia,
  calendario_aviso, calendario_dia to dictamen_servicio;
grant update (baja) on calendario_dia to dictamen_servicio;
grant delete on idempotencia to dictamen_servicio;
grant select, insert, update on organizacion, usuario, clave_api, calendario_aviso, calendario_dia, transicion to dictamen_admin;
grant select on expediente, acto, contenido, contenido_trozo, instrumento_dictaminado, numero, serie, asiento, bandeja_salida, expediente_ficha to dictamen_admin;
create policy auditar on expediente for select to dictamen_admin using (true);
create policy auditar on acto for select to dictamen_admin using (true);
create policy auditar on expediente_ficha for select to dictamen_admin using (true);
