-- Accounts of people (password, second factor), their sessions, and who an identity provider's people are. Secrets are kept as hashes: the password by Argon2id,
-- everything that is 80 random bits or more by SHA-256. The secret of the second factor is the one thing that must be kept as it is.
create table cuenta (
  usuario_id    uuid primary key references usuario,
  identificador text not null unique check (length(identificador) between 3 and 254 and identificador = lower(identificador)),
  contrasena    text check (contrasena like '$argon2id$%' and length(contrasena) < 128),
  contrasena_en timestamptz,
  totp_secreto  bytea check (length(totp_secreto) = 20),
  totp_desde    timestamptz, -- since when it is asked for; null: not confirmed yet
  totp_paso     bigint not null default 0, -- the last step whose code was taken: none is taken twice
  creada_en     timestamptz not null,
  check ((contrasena is null) = (contrasena_en is null)),
  check (totp_desde is null or totp_secreto is not null)
);

create table cuenta_recuperacion (
  sha256     bytea primary key check (length(sha256) = 32),
  usuario_id uuid not null references cuenta,
  creado_en  timestamptz not null,
  usado_en   timestamptz
);
create index on cuenta_recuperacion (usuario_id);

-- Devices from which a person has signed in before: they do not wait for the failures of others.
create table cuenta_equipo (
  usuario_id uuid not null references cuenta,
  sha256     bytea not null check (length(sha256) = 32),
  creado_en  timestamptz not null,
  visto_en   timestamptz not null,
  primary key (usuario_id, sha256)
);
create index on cuenta_equipo (usuario_id, visto_en);

-- Failures, by the hash of what they are counted for: account and address, address, device, second factor.
create table cuenta_intento (
  clave     bytea primary key check (length(clave) = 32),
  fallos    int not null check (fallos > 0),
  ultimo_en timestamptz not null,
  hasta     timestamptz
);
create index on cuenta_intento (ultimo_en);

-- Letters with a one-time link. A row is born for whatever address was typed; whether there is an account is found out when it is sent. The link is made then
-- too, so that only its hash is ever stored; a letter that is sent again has a new one.
create table cuenta_carta (
  id            uuid primary key,
  clase         text not null check (clase in ('invitacion', 'restablecimiento')),
  identificador text not null check (length(identificador) <= 254),
  creada_en     timestamptz not null,
  estado        text not null default 'pendiente' check (estado in ('pendiente', 'enviando', 'enviada', 'fallida', 'demasiadas')),
  disponible_en timestamptz not null,
  intentos      int not null default 0,
  error         text not null default '' check (length(error) <= 300),
  usuario_id    uuid references cuenta,
  enlace_sha256 bytea unique check (length(enlace_sha256) = 32),
  vence_en      timestamptz,
  usado_en      timestamptz,
  check ((enlace_sha256 is null) = (vence_en is null))
);
create unique index cuenta_carta_una on cuenta_carta (identificador, clase) where estado in ('pendiente', 'enviando');
create index cuenta_carta_debida on cuenta_carta (disponible_en) where estado in ('pendiente', 'enviando');
create index on cuenta_carta (usuario_id, creada_en);

create table sesion (
  id         uuid primary key,
  sha256     bytea not null unique check (length(sha256) = 32),
  usuario_id uuid not null references usuario,
  metodo     text not null check (metodo in ('contrasena', 'segundo_factor', 'recuperacion', 'proveedor')),
  creada_en  timestamptz not null,
  vista_en   timestamptz not null,
  elevada_en timestamptz not null,
  vence_en   timestamptz not null,
  direccion  text not null check (length(direccion) <= 45),
  agente     text not null check (length(agente) <= 200),
  cerrada_en timestamptz
);
create index on sesion (usuario_id, creada_en) where cerrada_en is null;
create index on sesion (vence_en);

-- Who the people of an identity provider are here.
create table identidad_externa (
  emisor     text not null check (length(emisor) <= 500),
  sujeto     text not null check (length(sujeto) between 1 and 255),
  usuario_id uuid not null references usuario,
  creada_en  timestamptz not null,
  primary key (emisor, sujeto)
);
create index on identidad_externa (usuario_id);

grant select, insert on cuenta, cuenta_recuperacion, cuenta_equipo, cuenta_intento, cuenta_carta, sesion to dictamen_servicio;
grant update (contrasena, contrasena_en, totp_secreto, totp_desde, totp_paso) on cuenta to dictamen_servicio;
grant update (usado_en) on cuenta_recuperacion to dictamen_servicio;
grant update (visto_en) on cuenta_equipo to dictamen_servicio;
grant update (fallos, ultimo_en, hasta) on cuenta_intento to dictamen_servicio;
grant update (estado, disponible_en, intentos, error, usuario_id, enlace_sha256, vence_en, usado_en) on cuenta_carta to dictamen_servicio;
grant update (sha256, vista_en, elevada_en, cerrada_en) on sesion to dictamen_servicio;
grant delete on cuenta_recuperacion, cuenta_equipo, cuenta_intento, cuenta_carta, sesion to dictamen_servicio;
grant select, insert on cuenta, cuenta_carta to dictamen_admin;
grant update (estado, disponible_en, intentos, error, usuario_id, enlace_sha256, vence_en, usado_en) on cuenta_carta to dictamen_admin;
grant update (contrasena, contrasena_en, totp_secreto, totp_desde, totp_paso) on cuenta to dictamen_admin;
grant select, delete on cuenta_recuperacion to dictamen_admin;
grant select on sesion to dictamen_admin;
grant update (cerrada_en) on sesion to dictamen_admin;

-- The one way in which the service changes the directory: people whom the provider's rules let in enter it by themselves, and follow the provider. Nobody
-- else's row can be reached through it. Two first sign-ins of the same person wait for each other.
create function proveedor_persona(p_emisor text, p_sujeto text, p_id uuid, p_organizacion uuid, p_nombre text, p_correo text, p_rol text, p_ahora timestamptz)
  returns uuid
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v_id     uuid;
  v_activo boolean;
begin
  perform pg_advisory_xact_lock(hashtextextended(p_emisor || chr(31) || p_sujeto, 16));
  select u.id, u.activo and not u.maquina into v_id, v_activo
    from identidad_externa e join usuario u on u.id = e.usuario_id
   where e.emisor = p_emisor and e.sujeto = p_sujeto;
  if v_id is null then
    insert into usuario (id, organizacion_id, nombre, correo, rol, maquina) values (p_id, p_organizacion, p_nombre, p_correo, p_rol, false);
    insert into identidad_externa (emisor, sujeto, usuario_id, creada_en) values (p_emisor, p_sujeto, p_id, p_ahora);
    return p_id;
  end if;
  if not v_activo then
    return null;
  end if;
  update usuario set organizacion_id = p_organizacion, nombre = p_nombre, correo = p_correo, rol = p_rol
   where id = v_id and (organizacion_id, nombre, correo, rol) is distinct from (p_organizacion, p_nombre, p_correo, p_rol);
  return v_id;
end $$;
revoke all on function proveedor_persona from public;
grant execute on function proveedor_persona to dictamen_servicio;
