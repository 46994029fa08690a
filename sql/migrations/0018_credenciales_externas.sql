-- Client certificates (mTLS): the ones that an organisation's systems prove themselves with, known by the SHA-256 of their DER (RFC 8705 §3.1). A row is made and
-- revoked, never changed; the certificate's own dates end it by themselves. With `exige_certificado` the organisation's keys and tokens serve with one of them only.
alter table organizacion add column exige_certificado boolean not null default false;
grant update (exige_certificado) on organizacion to dictamen_servicio;

create table organizacion_certificado (
  id              uuid primary key,
  organizacion_id uuid not null references organizacion,
  sha256          bytea not null check (length(sha256) = 32),
  asunto          text not null check (length(asunto) between 1 and 500),
  etiqueta        text not null default '' check (length(etiqueta) <= 100),
  desde           timestamptz not null,
  vence_en        timestamptz not null check (vence_en > desde),
  creado_en       timestamptz not null default now(),
  revocado_en     timestamptz
);
-- A certificate is one organisation's.
create unique index organizacion_certificado_uno on organizacion_certificado (sha256) where revocado_en is null;
create index on organizacion_certificado (organizacion_id, id);
grant select, insert on organizacion_certificado to dictamen_servicio;
grant update (revocado_en) on organizacion_certificado to dictamen_servicio;
grant select, insert, update on organizacion_certificado to dictamen_admin;
alter table organizacion_certificado enable row level security;
create policy leer on organizacion_certificado for select to dictamen_servicio using (true);
create policy alta on organizacion_certificado for insert to dictamen_servicio with check (current_setting('dictamen.rol', true) = 'sistema');
create policy cambio on organizacion_certificado for update to dictamen_servicio
  using (current_setting('dictamen.rol', true) = 'sistema' and revocado_en is null) with check (revocado_en is not null);
create policy administrar on organizacion_certificado to dictamen_admin using (true) with check (true);

-- Those in force at that time, one SHA-256 after another; null: none. At most eight are (services/certificados_cliente.h).
create function certificados_vigentes(p_organizacion uuid, p_ahora timestamptz) returns bytea
language sql stable parallel safe set search_path = public, pg_temp as $$
  select string_agg(c.sha256, ''::bytea order by c.id) from (
    select id, sha256 from organizacion_certificado
     where organizacion_id = p_organizacion and revocado_en is null and desde <= p_ahora and vence_en > p_ahora
     order by id limit 8) c
$$;

-- Systems and people that come with tokens of another issuer enter the directory by the same door as those who sign in at a provider. A token may be older than what
-- its issuer said since: then it changes nothing, and is not taken if it says otherwise. What changes a person counts its row's version, as every change does.
alter table identidad_externa add column dicho_en timestamptz;
update identidad_externa set dicho_en = creada_en;
alter table identidad_externa alter column dicho_en set not null;
drop function proveedor_persona(text, text, uuid, uuid, text, text, text, timestamptz);
create function proveedor_persona(p_emisor text, p_sujeto text, p_id uuid, p_organizacion uuid, p_nombre text, p_correo text, p_rol text, p_ahora timestamptz,
                                  p_maquina boolean, p_dicho timestamptz)
  returns uuid
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v_id     uuid;
  v_activo boolean;
  v_igual  boolean;
  v_dicho  timestamptz;
begin
  perform pg_advisory_xact_lock(hashtextextended(p_emisor || chr(31) || p_sujeto, 16));
  select u.id, u.activo and u.maquina = p_maquina, (u.organizacion_id, u.rol) = (p_organizacion, p_rol), e.dicho_en into v_id, v_activo, v_igual, v_dicho
    from identidad_externa e join usuario u on u.id = e.usuario_id
   where e.emisor = p_emisor and e.sujeto = p_sujeto;
  if v_id is null then
    insert into usuario (id, organizacion_id, nombre, correo, rol, maquina) values (p_id, p_organizacion, p_nombre, p_correo, p_rol, p_maquina);
    insert into identidad_externa (emisor, sujeto, usuario_id, creada_en, dicho_en) values (p_emisor, p_sujeto, p_id, p_ahora, p_dicho);
    return p_id;
  end if;
  if not v_activo or (p_dicho < v_dicho and not v_igual) then
    return null;
  end if;
  if p_dicho >= v_dicho then
    update usuario set organizacion_id = p_organizacion, nombre = p_nombre, correo = p_correo, rol = p_rol, version = version + 1
     where id = v_id and (organizacion_id, nombre, correo, rol) is distinct from (p_organizacion, p_nombre, p_correo, p_rol);
    update identidad_externa set dicho_en = p_dicho where emisor = p_emisor and sujeto = p_sujeto and dicho_en < p_dicho;
  end if;
  return v_id;
end $$;
revoke all on function proveedor_persona from public;
grant execute on function proveedor_persona to dictamen_servicio;
