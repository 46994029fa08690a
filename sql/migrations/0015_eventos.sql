-- Events (docs/eventos.md): the outbox in an order that never changes, who subscribed to it, what was delivered to whom.

-- Each row of bandeja_salida, numbered by one writer at a time (sql/queries/eventos/ordenar.sql) once it is committed: whoever has read up to `seq`
-- never finds anything new before it, however late an act commits. Within a file the order is that of the acts. Rows are only ever added.
create table evento (
  seq             bigint primary key check (seq > 0),
  id              uuid not null unique default gen_random_uuid(),
  salida_id       bigint not null unique references bandeja_salida,
  expediente_id   uuid not null references expediente,
  organizacion_id uuid not null references organizacion,
  cve_ent         text not null,
  n               int not null,
  tipo            text not null,
  estado          text not null, -- in which act n left the file
  -- who besides the SRE's offices may know of it: nobody, the file's organisation, also the state's liaison (acto_reservado, domain/expediente.h)
  alcance         text not null check (alcance in ('oficinas', 'organizacion', 'estado')),
  ocurrido_en     timestamptz not null
);
create index evento_organizacion on evento (organizacion_id, seq) where alcance <> 'oficinas';
create index evento_estado on evento (cve_ent, seq) where alcance = 'estado';

-- Which events this caller may know of, besides the file itself: the rows' own policy asks for that.
create function evento_alcanza(p_rol text, p_alcance text) returns boolean
language sql immutable parallel safe as $$
  select case p_rol
    when 'gobierno_local' then p_alcance <> 'oficinas'
    when 'enlace_estatal' then p_alcance = 'estado'
    else true
  end
$$;

alter table evento enable row level security;
create policy leer on evento for select to dictamen_servicio using (
  evento_alcanza(current_setting('dictamen.rol', true), alcance) and exists (select from expediente e where e.id = expediente_id));
create policy ordenar on evento for insert to dictamen_servicio with check (current_setting('dictamen.rol', true) = 'sistema');
create policy auditar on evento for select to dictamen_admin using (true);
create function evento_ultimo() returns bigint -- of all: it says how far anyone can have read
language sql stable security definer set search_path = public as $$ select coalesce(max(seq), 0) from evento $$;
grant select, insert on evento to dictamen_servicio;
grant select on evento to dictamen_admin;
grant update (entregado_en) on bandeja_salida to dictamen_servicio;

-- Where an organisation wants to be told. The secrets are ciphertext (base/cofre.h): the key is not in the database.
create table suscripcion (
  id                     uuid primary key,
  organizacion_id        uuid not null references organizacion,
  rol                    text not null check (rol in ('gobierno_local', 'enlace_estatal', 'dgcp', 'cja', 'auditoria')), -- whose eyes it has
  usuario_id             uuid not null references usuario, -- who registered it
  url                    text not null check (length(url) between 8 and 2000),
  descripcion            text not null check (length(descripcion) <= 200),
  tipos                  text[] not null, -- empty: all
  estado                 text not null check (estado in ('por_verificar', 'activa', 'pausada', 'baja')),
  motivo                 text not null default '', -- why it is paused, or what the last attempt ran into
  secreto                bytea not null,
  secreto_anterior       bytea,
  secreto_anterior_hasta timestamptz,
  version                int not null default 1,
  -- in a row; then nothing is sent before disponible_en, so that a dead subscriber costs one attempt now and then and not one for each event
  fallos                 int not null default 0,
  disponible_en          timestamptz not null default now(),
  verificar_hasta        timestamptz not null, -- after that the challenge is sent only when somebody asks
  tomas                  int not null default 0,
  creada_en              timestamptz not null default now(),
  actualizada_en         timestamptz not null default now(),
  verificada_en          timestamptz,
  check ((secreto_anterior is null) = (secreto_anterior_hasta is null))
);
create unique index suscripcion_url on suscripcion (organizacion_id, rol, url) where estado <> 'baja';
create index suscripcion_organizacion on suscripcion (organizacion_id, id);

-- One event for one subscription. A worker leases a row until tomada_hasta; `tomas` counts the takings.
create table entrega (
  suscripcion_id uuid not null references suscripcion,
  seq            bigint not null references evento,
  expediente_id  uuid not null,
  estado         text not null default 'pendiente' check (estado in ('pendiente', 'entregada', 'muerta', 'cancelada')),
  intentos       int not null default 0, -- since it was last asked for
  tomas          int not null default 0,
  tomada_hasta   timestamptz,
  disponible_en  timestamptz not null,
  vence_en       timestamptz not null, -- then it is given up
  creada_en      timestamptz not null default now(),
  terminada_en   timestamptz,
  primary key (suscripcion_id, seq),
  check ((estado = 'pendiente') = (terminada_en is null))
);
create index entrega_debida on entrega (suscripcion_id, disponible_en, seq) where estado = 'pendiente';
create index entrega_fila on entrega (suscripcion_id, expediente_id, seq) where estado = 'pendiente';
create index entrega_muerta on entrega (suscripcion_id, seq) where estado = 'muerta';

-- Every attempt and what was answered. Rows are only ever added.
create table entrega_intento (
  suscripcion_id uuid not null,
  seq            bigint not null,
  n              int not null,
  empezado_en    timestamptz not null,
  ms             int not null,
  http           int not null, -- 0: no answer
  motivo         text not null, -- '' when it was taken
  respuesta      text not null check (length(respuesta) <= 1024),
  primary key (suscripcion_id, seq, n),
  foreign key (suscripcion_id, seq) references entrega
);

-- The caller's own: the organisation in the role for which it was registered (the CJA is one, whoever of it asks).
create function suscripcion_propia(p_organizacion uuid, p_rol text) returns boolean
language sql stable parallel safe as $$
  select current_setting('dictamen.rol', true) = 'sistema'
      or (p_organizacion = nullif(current_setting('dictamen.organizacion', true), '')::uuid
          and p_rol = case current_setting('dictamen.rol', true) when 'cja_titular' then 'cja' else current_setting('dictamen.rol', true) end)
$$;
alter table suscripcion enable row level security;
create policy propia on suscripcion for all to dictamen_servicio using (suscripcion_propia(organizacion_id, rol)) with check (suscripcion_propia(organizacion_id, rol));
create policy auditar on suscripcion for select to dictamen_admin using (true);
alter table entrega enable row level security;
create policy propia on entrega for select to dictamen_servicio using (exists (select from suscripcion s where s.id = suscripcion_id));
create policy encolar on entrega for insert to dictamen_servicio with check (current_setting('dictamen.rol', true) = 'sistema');
create policy mover on entrega for update to dictamen_servicio using (exists (select from suscripcion s where s.id = suscripcion_id));
create policy auditar on entrega for select to dictamen_admin using (true);
alter table entrega_intento enable row level security;
create policy propia on entrega_intento for select to dictamen_servicio using (exists (select from suscripcion s where s.id = suscripcion_id));
create policy anotar on entrega_intento for insert to dictamen_servicio with check (current_setting('dictamen.rol', true) = 'sistema');
create policy auditar on entrega_intento for select to dictamen_admin using (true);
grant select, insert on suscripcion, entrega, entrega_intento to dictamen_servicio;
grant update (url, descripcion, tipos, estado, motivo, secreto, secreto_anterior, secreto_anterior_hasta, version, fallos, disponible_en, verificar_hasta, tomas,
  actualizada_en, verificada_en) on suscripcion to dictamen_servicio;
grant update (estado, intentos, tomas, tomada_hasta, disponible_en, vence_en, terminada_en) on entrega to dictamen_servicio;
grant select (id, organizacion_id, rol, usuario_id, url, descripcion, tipos, estado, motivo, version, fallos, disponible_en, creada_en, actualizada_en, verificada_en)
  on suscripcion to dictamen_admin;
grant select on entrega, entrega_intento to dictamen_admin;

-- Mails that people are owed: of an event (seq) or the morning's digest of a day. Born with the event, in the statement that gives it its place.
create table aviso_correo (
  id            uuid primary key default gen_random_uuid(), -- also its Message-ID
  seq           bigint references evento,
  dia           date,
  usuario_id    uuid not null references usuario,
  estado        text not null default 'pendiente' check (estado in ('pendiente', 'enviando', 'enviado', 'fallido', 'omitido')),
  repetido      boolean not null default false, -- it may have arrived before: it says so
  intentos      int not null default 0,
  tomas         int not null default 0,
  tomada_hasta  timestamptz,
  disponible_en timestamptz not null default now(),
  motivo        text not null default '',
  creado_en     timestamptz not null default now(),
  enviado_en    timestamptz,
  devuelto_en     timestamptz, -- a mail server wrote back about it
  devuelto_correo uuid references correo,
  unique (seq, usuario_id),
  unique (dia, usuario_id),
  check ((seq is null) <> (dia is null))
);
create index aviso_correo_debido on aviso_correo (disponible_en) where estado in ('pendiente', 'enviando');
alter table aviso_correo enable row level security;
create policy propio on aviso_correo for all to dictamen_servicio using (current_setting('dictamen.rol', true) = 'sistema');
create policy auditar on aviso_correo for select to dictamen_admin using (true);
grant select, insert on aviso_correo to dictamen_servicio;
grant update (estado, repetido, intentos, tomas, tomada_hasta, disponible_en, motivo, enviado_en, devuelto_en, devuelto_correo) on aviso_correo to dictamen_servicio;
grant select on aviso_correo to dictamen_admin;
