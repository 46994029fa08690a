-- Requests that arrive by e-mail: the domains of each organisation, the messages, their parts.
create table organizacion_dominio (
  dominio         text primary key check (length(dominio) <= 253 and dominio ~ '^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'),
  organizacion_id uuid not null references organizacion,
  subdominios     boolean not null default false,
  creado_en       timestamptz not null default now()
);
create index on organizacion_dominio (organizacion_id);

-- One row a message. What came never changes; what is decided about it moves `version`. `remitente_id`: the organisation that sent it, known and
-- authenticated; a message of unknown origin never takes the Message-ID of a known one.
create table correo (
  id            uuid primary key,
  message_id    text not null check (length(message_id) between 1 and 600),
  remitente_id  uuid references organizacion,
  sha256        bytea not null references contenido deferrable initially deferred,
  tamano        bigint not null check (tamano > 0),
  recibido_en   timestamptz not null,
  de            text not null,
  de_nombre     text not null,
  responder_a   text not null,
  para          text not null,
  asunto        text not null,
  enviado_en    timestamptz,
  texto         text not null,
  automatico    boolean not null,
  autenticacion text not null,
  dominio       text not null,
  hallazgo      text not null,
  version       int not null default 1,
  estado        text not null check (estado in ('recibido', 'apartado', 'confirmado', 'descartado')),
  motivo        text not null,
  -- decided by a person
  organizacion_id uuid references organizacion,
  expediente_id   uuid,
  documento_id    uuid,
  usuario_id      uuid references usuario,
  datos           text not null,
  resuelto_en     timestamptz,
  -- the answer: sent at most once; `enviando` without an end is unknown, and is not tried again
  respuesta          text not null check (respuesta in ('ninguna', 'pendiente', 'enviando', 'enviada', 'fallida')),
  respuesta_a        text not null,
  respuesta_en       timestamptz,
  respuesta_intentos int not null default 0,
  respuesta_error    text not null default '',
  unique nulls not distinct (message_id, remitente_id),
  check ((estado = 'apartado') <= (remitente_id is null or hallazgo <> ''))
);
create index correo_estado on correo (estado, id);
create index correo_respuesta on correo (id) where respuesta in ('pendiente', 'fallida');

create table correo_parte (
  correo_id      uuid not null references correo,
  n              int not null check (n > 0),
  clase          text not null, -- what it will be in the file; '' leaves it out
  tipo_parte     text not null,
  nombre         text not null,
  tipo_declarado text not null,
  tipo_medio     text not null, -- what it really is, '' when it was not looked at
  tamano         bigint not null,
  sha256         bytea references contenido deferrable initially deferred,
  hallazgo       text not null,
  documento_id   uuid not null,
  primary key (correo_id, n)
);

alter table correo enable row level security;
alter table correo_parte enable row level security;
create policy leer on correo for select to dictamen_servicio using (current_setting('dictamen.rol', true) in ('dgcp', 'auditoria', 'sistema'));
create policy leer on correo_parte for select to dictamen_servicio using (current_setting('dictamen.rol', true) in ('dgcp', 'auditoria', 'sistema'));
create policy recibir on correo for insert to dictamen_servicio with check (current_setting('dictamen.rol', true) = 'sistema');
create policy recibir on correo_parte for insert to dictamen_servicio with check (current_setting('dictamen.rol', true) = 'sistema');
create policy resolver on correo for update to dictamen_servicio using (current_setting('dictamen.rol', true) = 'sistema');
create policy resolver on correo_parte for update to dictamen_servicio using (current_setting('dictamen.rol', true) = 'sistema');

grant select on organizacion_dominio to dictamen_servicio;
grant select, insert on correo, correo_parte to dictamen_servicio;
grant update (version, estado, motivo, organizacion_id, expediente_id, documento_id, usuario_id, datos, resuelto_en, respuesta, respuesta_en,
  respuesta_intentos, respuesta_error) on correo to dictamen_servicio;
grant update (clase) on correo_parte to dictamen_servicio;
grant select, insert, update, delete on organizacion_dominio to dictamen_admin;
