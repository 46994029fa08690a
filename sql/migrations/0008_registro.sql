-- The public registry: one ordered journal of registry acts, what it adds up to, counters, and the perfect subtrees of its Merkle tree
-- (docs/registro.md). Everything here is public: nothing of a file that is not inscribed ever comes in. One writer at a time (advisory lock).
alter table asiento alter column expediente_id drop not null, alter column n drop not null,
  add check ((expediente_id is null) = (n is null));

create table registro_acto (
  indice          bigint primary key check (indice >= 0), -- 0, 1, 2…: the leaf
  asiento         text not null references asiento,
  n               int not null check (n > 0),
  acto            text not null check (acto in ('inscripcion', 'carga', 'correccion', 'renovacion', 'modificacion', 'terminacion', 'vencimiento')),
  registrado_en   timestamptz not null,
  fecha_legal     date,
  usuario_id      uuid,
  organizacion_id uuid,
  rol             text not null,
  datos           text not null,
  anterior        bytea not null check (length(anterior) = 32),
  hash            bytea not null check (length(hash) = 32),
  unique (asiento, n)
);

-- The entry as it stood after each of its acts; `hasta` is when the next one came, null for the present.
create table asiento_ficha (
  asiento        text collate "C" not null references asiento,
  n              int not null,
  indice         bigint not null unique references registro_acto,
  desde          timestamptz not null,
  hasta          timestamptz,
  denominacion   text not null,
  tipo           text not null,
  nivel          text not null,
  cve_ent        text not null, -- of the signing body; '' not known
  cve_mun        text not null,
  municipio      text not null,
  clase          text not null, -- of the principal counterpart; '' not known
  pais           text not null,
  region         text not null,
  entidades      text[] not null,
  clases         text[] not null,
  paises         text[] not null,
  regiones       text[] not null,
  areas          text[] not null,
  fecha_firma    date,
  precision      text not null check (precision in ('dia', 'mes', 'anio', 'desconocida')),
  lugar_firma    text not null,
  vigencia       text not null,
  vigencia_desde date,
  vigencia_hasta date,
  terminado_en   date,
  antecesor      text,
  inscrito_en    date,
  procedencia    text not null, -- '' inscribed here
  texto_sha256   bytea,
  busqueda       tsvector not null,
  datos          text not null,
  primary key (asiento, n),
  foreign key (asiento, n) references registro_acto (asiento, n),
  check ((fecha_firma is null) = (precision = 'desconocida'))
);

create table registro_conteo (
  tabla   text not null,
  fila    text not null,
  columna text not null,
  n       bigint not null,
  primary key (tabla, fila, columna)
);

-- How many present entries have both of two values: what facets count, of the whole registry and under one filter. The lesser pair comes first; the
-- dimension '' is every entry's.
create table registro_par (
  dimension text collate "C" not null,
  valor     text collate "C" not null,
  faceta    text collate "C" not null,
  otro      text collate "C" not null,
  n         bigint not null,
  primary key (dimension, valor, faceta, otro),
  check ((dimension, valor) <= (faceta, otro))
);
create index registro_par_otro on registro_par (faceta, otro);

create table bitacora_nodo (
  nivel  int not null check (nivel between 0 and 62),
  indice bigint not null check (indice >= 0),
  hash   bytea not null check (length(hash) = 32),
  primary key (nivel, indice)
);

-- What is in force on a day; the program's asiento_estado_de() says the same, a test holds them together.
create function asiento_estado(vigencia text, hasta date, terminado_en date, dia date) returns text
language sql immutable parallel safe as $$
  select case
    when terminado_en <= dia then 'terminado'
    when hasta < dia then 'vencido'
    when hasta <= (dia + interval '12 months')::date then 'por_vencer'
    when hasta is not null or vigencia in ('indefinida', 'prorrogable') then 'vigente'
    else 'sin_dato' end
$$;

-- The cells of the statistical tables in which an entry counts. Exclusive by the principal counterpart, but for areas.
create function registro_celdas(f asiento_ficha) returns table (tabla text, fila text, columna text)
language sql immutable parallel safe as $$
  select 'total', '', ''
  union all select 'entidad_nivel', f.cve_ent, f.nivel
  union all select 'entidad_clase', f.cve_ent, f.clase
  union all select 'entidad_region', f.cve_ent, f.region
  union all select 'entidad_mes', f.cve_ent, m
    from (select case f.precision when 'desconocida' then '' when 'anio' then to_char(f.fecha_firma, 'YYYY') else to_char(f.fecha_firma, 'YYYY-MM') end) as x(m)
  union all select 'municipio', f.cve_ent, case when f.cve_mun <> '' then f.cve_mun else f.municipio end where f.nivel = 'municipal'
  union all select 'pais', f.pais, ''
  union all select 'tipo', f.tipo, ''
  union all select 'vigencia', f.vigencia, ''
  union all select 'area', a, '' from unnest(f.areas) as a
  union all select 'area', '', '' where f.areas = '{}'
$$;

-- What an entry is found and counted by, each value once. `fecha`: of the signature.
create function registro_valores(entidades text[], nivel text, clases text[], paises text[], regiones text[], tipo text, areas text[], fecha date)
returns table (dimension text, valor text)
language sql immutable parallel safe as $$
  select '', ''
  union all select 'entidad', v from unnest(entidades) v
  union all select 'nivel', nivel
  union all select 'clase', v from unnest(clases) v
  union all select 'pais', v from unnest(paises) v
  union all select 'region', v from unnest(regiones) v
  union all select 'tipo', tipo
  union all select 'area', v from unnest(areas) v
  union all select 'anio', coalesce(to_char(fecha, 'YYYY'), '')
$$;

-- Pages of the present registry, in each order; keyset on (order, number).
create index asiento_ficha_firma on asiento_ficha (coalesce(fecha_firma, '-infinity'), asiento) where hasta is null;
-- A stretch of dates, to be met with the indexes of words and lists: the planner never meets two indexes that share their condition, so this has none.
create index asiento_ficha_dia on asiento_ficha (fecha_firma);
create index asiento_ficha_inscrito on asiento_ficha (coalesce(inscrito_en, '-infinity'), asiento) where hasta is null;
create unique index asiento_ficha_vigente on asiento_ficha (asiento) where hasta is null;
create index asiento_ficha_arreglos on asiento_ficha using gin (entidades, clases, paises, regiones, areas) where hasta is null;
create index asiento_ficha_busqueda on asiento_ficha using gin (busqueda) where hasta is null;
create index asiento_ficha_vence on asiento_ficha (vigencia_hasta) where hasta is null and vigencia_hasta is not null;
create index asiento_ficha_terminado on asiento_ficha (terminado_en) where hasta is null and terminado_en is not null;
create index asiento_ficha_municipio on asiento_ficha (municipio) where hasta is null and municipio <> '';
create index asiento_ficha_cve_mun on asiento_ficha (cve_mun) where hasta is null and cve_mun <> '';
create index asiento_ficha_antecesor on asiento_ficha (antecesor) where hasta is null and antecesor is not null;

-- The one predicate of pages, facets and whatever counts by filters (the first day of a stretch stands twice: the planner knows how many days there are of
-- fecha_firma alone). Inlined into the statement that calls it and planned for its values: what is not
-- asked folds away. `al`: the registry as it stood at the end of a past day; null: as it stands. `dia`: for which the state is told.
create function registro_filtrado(al timestamptz, dia date, q text, entidades text[], p_municipio text, niveles text[], clases text[], paises text[],
  regiones text[], tipos text[], areas text[], estados text[], vigencias text[], precisiones text[], firma_desde date, firma_hasta date,
  inscrito_desde date, inscrito_hasta date, p_antecesor text) returns setof asiento_ficha
language sql stable parallel safe as $$
  select f.*
    from asiento_ficha f
   where ((al is null and f.hasta is null) or (f.desde < al and (f.hasta is null or f.hasta >= al)))
     and (q is null or f.busqueda @@ to_tsquery('spanish', q))
     and (registro_filtrado.entidades is null or f.entidades && registro_filtrado.entidades)
     and (p_municipio is null or f.municipio = p_municipio or f.cve_mun = p_municipio)
     and (niveles is null or f.nivel = any (niveles))
     and (registro_filtrado.clases is null or f.clases && registro_filtrado.clases)
     and (registro_filtrado.paises is null or f.paises && registro_filtrado.paises)
     and (registro_filtrado.regiones is null or f.regiones && registro_filtrado.regiones)
     and (tipos is null or f.tipo = any (tipos))
     and (registro_filtrado.areas is null or f.areas && registro_filtrado.areas)
     and (vigencias is null or f.vigencia = any (vigencias))
     and (precisiones is null or f.precision = any (precisiones))
     and (firma_desde is null or (coalesce(f.fecha_firma, '-infinity') >= firma_desde and f.fecha_firma >= firma_desde))
     and (firma_hasta is null or (coalesce(f.fecha_firma, '-infinity') <= firma_hasta and f.fecha_firma is not null))
     and (inscrito_desde is null or coalesce(f.inscrito_en, '-infinity') >= inscrito_desde)
     and (inscrito_hasta is null or (coalesce(f.inscrito_en, '-infinity') <= inscrito_hasta and f.inscrito_en is not null))
     and (p_antecesor is null or f.antecesor = p_antecesor)
     and (estados is null
          or ('terminado' = any (estados) and f.terminado_en <= dia)
          or ((f.terminado_en is null or f.terminado_en > dia)
              and (('vencido' = any (estados) and f.vigencia_hasta < dia)
                   or ('por_vencer' = any (estados) and f.vigencia_hasta between dia and (dia + interval '12 months')::date)
                   or ('vigente' = any (estados) and (f.vigencia_hasta > (dia + interval '12 months')::date
                                                      or (f.vigencia_hasta is null and f.vigencia in ('indefinida', 'prorrogable'))))
                   or ('sin_dato' = any (estados) and f.vigencia_hasta is null and f.vigencia not in ('indefinida', 'prorrogable')))))
$$;

-- A page by signature date, newest first, from the next p_recorre entries: what is common is found there, whatever is asked. One plan for all, kept by the
-- connection: planning registro_filtrado anew costs several times what finding such a page does.
create function registro_recorrer(p_cursor text, p_cursor_fecha date, q text, p_entidades text[], p_niveles text[], p_clases text[], p_paises text[],
  p_regiones text[], p_tipos text[], p_areas text[], p_limite int, p_recorre int)
returns table (asiento text, n int, indice bigint, desde timestamptz, hasta timestamptz, region text, datos text)
language plpgsql stable set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
begin
  return query
    select f.asiento, f.n, f.indice, f.desde, f.hasta, f.region, f.datos
      from (select c.*, coalesce(c.fecha_firma, '-infinity') as clave
              from asiento_ficha c
             where c.hasta is null
               and (coalesce(c.fecha_firma, '-infinity'), c.asiento) <
                   (coalesce(p_cursor_fecha, case when p_cursor is null then 'infinity' else '-infinity' end::date), coalesce(p_cursor, ''))
             order by coalesce(c.fecha_firma, '-infinity') desc, c.asiento desc
             limit p_recorre) f
     where (q is null or f.busqueda @@ to_tsquery('spanish', q))
       and (p_entidades is null or f.entidades && p_entidades)
       and (p_niveles is null or f.nivel = any (p_niveles))
       and (p_clases is null or f.clases && p_clases)
       and (p_paises is null or f.paises && p_paises)
       and (p_regiones is null or f.regiones && p_regiones)
       and (p_tipos is null or f.tipo = any (p_tipos))
       and (p_areas is null or f.areas && p_areas)
     order by f.clave desc, f.asiento desc
     limit p_limite;
end $$;

grant select, insert on registro_acto, asiento_ficha, registro_conteo, registro_par, bitacora_nodo to dictamen_servicio, dictamen_admin;
grant insert on asiento to dictamen_admin;
grant update (hasta) on asiento_ficha to dictamen_servicio, dictamen_admin;
grant update (n) on registro_conteo, registro_par to dictamen_servicio, dictamen_admin;
