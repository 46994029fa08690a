-- The sandbox («dictamend --ensayo»). A database with this row is one for ever, and one without it never is: the service looks before it serves. The row is made by
-- ensayo_marcar() alone, and only while there is nothing in the database that could be somebody's: no act, no entry of the registry, no message received.
create table ensayo (
  unica      boolean primary key default true check (unica),
  marcada_en timestamptz not null,
  adelanto   bigint not null default 0 check (adelanto >= 0), -- microseconds that the legal clock runs ahead of the real one
  dgcp_id    uuid not null references usuario,
  cja_id     uuid not null references usuario,
  titular_id uuid not null references usuario
);
create function ensayo_protegida() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if tg_op = 'UPDATE' then
    if new.adelanto >= old.adelanto and (new.unica, new.marcada_en, new.dgcp_id, new.cja_id, new.titular_id)
       is not distinct from (old.unica, old.marcada_en, old.dgcp_id, old.cja_id, old.titular_id) then
      return new;
    end if;
  end if;
  raise exception 'ensayo: la marca no se quita ni se cambia, y su reloj no retrocede' using errcode = 'insufficient_privilege';
end $$;
create trigger ensayo_protegida before update or delete on ensayo for each row execute function ensayo_protegida();
create trigger ensayo_no_se_vacia before truncate on ensayo for each statement execute function ensayo_protegida();

-- Marks an empty database and gives it the offices that answer by script; false when it is not empty. What is marked already stays as it is.
create function ensayo_marcar() returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('dictamen.ensayo', 17));
  if exists (select from ensayo) then
    return true;
  end if;
  if exists (select from acto) or exists (select from registro_acto) or exists (select from correo) then
    return false;
  end if;
  insert into organizacion (id, nombre, siglas, nivel) values
    ('00000000-0000-7000-8000-0000000e5a01', 'Dirección General de Coordinación Política (guion de ensayo)', 'DGCP', 'federal'),
    ('00000000-0000-7000-8000-0000000e5a02', 'Consultoría Jurídica (guion de ensayo)', 'CJA', 'federal');
  insert into usuario (id, organizacion_id, nombre, rol) values
    ('00000000-0000-7000-8000-0000000e5a11', '00000000-0000-7000-8000-0000000e5a01', 'Guion de ensayo, DGCP', 'dgcp'),
    ('00000000-0000-7000-8000-0000000e5a12', '00000000-0000-7000-8000-0000000e5a02', 'Guion de ensayo, Consultoría Jurídica', 'cja'),
    ('00000000-0000-7000-8000-0000000e5a13', '00000000-0000-7000-8000-0000000e5a02', 'Guion de ensayo, titular de la Consultoría Jurídica', 'cja_titular');
  insert into ensayo (marcada_en, dgcp_id, cja_id, titular_id) values (now(), '00000000-0000-7000-8000-0000000e5a11',
    '00000000-0000-7000-8000-0000000e5a12', '00000000-0000-7000-8000-0000000e5a13');
  return true;
end $$;
revoke all on function ensayo_marcar from public;
grant execute on function ensayo_marcar to dictamen_servicio;

-- Which script answers a file, or all files of an organisation that have none of their own.
create table ensayo_guion (
  sujeto      uuid primary key,
  guion       text not null check (length(guion) between 1 and 60),
  elegido_por uuid not null references usuario,
  elegido_en  timestamptz not null
);
-- What the script last tried on a file and was refused: for whoever asks why nothing moves, and so that it is not tried without pause.
create table ensayo_intento (
  expediente_id uuid primary key references expediente,
  version       int not null,
  guion         text not null,
  problema      text not null,
  detalle       text not null,
  intentado_en  timestamptz not null default now()
);

grant select on ensayo to dictamen_servicio, dictamen_admin;
grant update (adelanto) on ensayo to dictamen_servicio;
grant select, insert on ensayo_guion, ensayo_intento to dictamen_servicio;
grant update (guion, elegido_por, elegido_en) on ensayo_guion to dictamen_servicio;
grant update (version, guion, problema, detalle, intentado_en) on ensayo_intento to dictamen_servicio;
grant delete on ensayo_intento to dictamen_servicio;
do $$
declare t text;
begin
  foreach t in array array['ensayo', 'ensayo_guion', 'ensayo_intento'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy leer on %I for select to dictamen_servicio using (true)', t);
    execute format('create policy cambiar on %I for update to dictamen_servicio using (current_setting(''dictamen.rol'', true) = ''sistema'')', t);
    if t <> 'ensayo' then
      execute format('create policy alta on %I for insert to dictamen_servicio with check (current_setting(''dictamen.rol'', true) = ''sistema'')', t);
    end if;
  end loop;
end $$;
create policy administrar on ensayo for select to dictamen_admin using (true);
create policy olvidar on ensayo_intento for delete to dictamen_servicio using (current_setting('dictamen.rol', true) = 'sistema');

-- A delegation's term is legal time: in a sandbox it runs with the clock that was moved.
create or replace function delegada(p_enlace uuid, p_municipio uuid) returns boolean
language sql stable parallel safe set search_path = public, pg_temp as $$
  select exists (
    select from delegacion d join organizacion o on o.id = d.municipio_id,
           (select now() + coalesce((select adelanto from ensayo), 0) * interval '1 microsecond' as ahora) r
     where d.enlace_id = p_enlace and d.municipio_id = p_municipio and d.revocada_en is null and o.activa and r.ahora >= d.desde and r.ahora < d.hasta)
$$;
