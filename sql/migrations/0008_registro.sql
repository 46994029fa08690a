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

-- The same values, and the month of the signature, as lexemes that no typed word can be ('~entidad:14', '~mes:2015-06'): words, values and dates meet in one index.
create function registro_marcas(entidades text[], nivel text, clases text[], paises text[], regiones text[], tipo text, areas text[], fecha date)
returns tsvector
language sql immutable parallel safe as $$
  select array_to_tsvector(array_agg('~' || v.dimension || ':' || v.valor)
                           || case when fecha is null then '{}'::text[] else array['~mes:' || to_char(fecha, 'YYYY-MM')] end)
    from registro_valores(entidades, nivel, clases, paises, regiones, tipo, areas, fecha) v
   where v.dimension <> ''
$$;

-- Pages of the present registry, in each order; keyset on (order, number).
create index asiento_ficha_firma on asiento_ficha (coalesce(fecha_firma, '-infinity'), asiento) where hasta is null;
create index asiento_ficha_inscrito on asiento_ficha (coalesce(inscrito_en, '-infinity'), asiento) where hasta is null;
create unique index asiento_ficha_vigente on asiento_ficha (asiento) where hasta is null;
create index asiento_ficha_arreglos on asiento_ficha using gin (entidades, clases, paises, regiones, areas) where hasta is null;
create index asiento_ficha_busqueda on asiento_ficha using gin (busqueda) where hasta is null;
create index asiento_ficha_vence on asiento_ficha (vigencia_hasta) where hasta is null and vigencia_hasta is not null;
create index asiento_ficha_terminado on asiento_ficha (terminado_en) where hasta is null and terminado_en is not null;
create index asiento_ficha_municipio on asiento_ficha (municipio) where hasta is null and municipio <> '';
create index asiento_ficha_cve_mun on asiento_ficha (cve_mun) where hasta is null and cve_mun <> '';
create index asiento_ficha_antecesor on asiento_ficha (antecesor) where hasta is null and antecesor is not null;

-- The one predicate of pages, facets and whatever counts by filters. Inlined into the statement that calls it and planned for its values: what is not
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
     and (firma_desde is null or coalesce(f.fecha_firma, '-infinity') >= firma_desde)
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

-- The first day of a stretch back from the day p_hasta that has about p_filas present entries, by the counts of each year; '-infinity': there are not so many.
create function registro_tramo(p_hasta date, p_filas float8) returns date
language plpgsql stable set plan_cache_mode = force_generic_plan as $$
begin return (
  with anios as (
    select make_date(otro::int, 1, 1) as primero, n::float8 as n, sum(n) over (order by otro desc) as suma
      from (select otro, case when otro = to_char(p_hasta, 'YYYY') then n * extract(doy from p_hasta) / 366 else n end as n
              from registro_par
             where dimension = '' and valor = '' and faceta = 'anio' and otro <> '' and otro <= to_char(p_hasta, 'YYYY')) x
  )
  select coalesce((select greatest(primero, date_trunc('month', least(primero + 366, p_hasta) - ceil((p_filas - suma + n) / n * 366)::int)::date)
                     from anios
                    where suma >= p_filas and n > 0
                    order by primero desc
                    limit 1),
                  '-infinity'));
end $$;

-- The marks of the months, or of the years when there are many, that [p_desde, p_hasta] touches.
create function registro_marcas_de(p_desde date, p_hasta date) returns tsquery
language plpgsql stable set plan_cache_mode = force_generic_plan as $$
begin return case
    when p_hasta - p_desde <= 100
      then (select string_agg(format('''~mes:%s''', to_char(m, 'YYYY-MM')), '|') from generate_series(date_trunc('month', p_desde), p_hasta, interval '1 month') m)
    else (select string_agg(format('''~anio:%s''', to_char(make_date(a, 1, 1), 'YYYY')), '|')
            from generate_series(extract(year from p_desde)::int, extract(year from p_hasta)::int) a) end::tsquery;
end $$;

-- A page of the present, newest signature first, by words (p_palabras) and values (p_valores: their marks, beside the lists themselves). First the next
-- p_recorre entries in order, and the four times as many after those when they had a quarter of the page: what is common fills the page. What is left is
-- gathered by the index of words, from all the rest if that is little, else from a stretch of dates that likely has it, then from one eight times as long, and
-- so on: each begins where the one before ended; a century or more is not narrowed by its years, for the index tries each mark with every other. All plans are
-- kept by the connection: planning registro_filtrado anew costs several times what finding such a page does. The undated come last.
create function registro_pagina(p_cursor text, p_cursor_fecha date, p_palabras text, p_valores tsquery, p_entidades text[], p_niveles text[], p_clases text[],
  p_paises text[], p_regiones text[], p_tipos text[], p_areas text[], p_estados text[], p_vigencias text[], p_precisiones text[], p_desde date, p_hasta date,
  p_dia date, p_limite int, p_recorre int)
returns table (asiento text, n int, indice bigint, desde timestamptz, hasta timestamptz, region text, datos text)
language plpgsql stable set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare
  clave_hasta  date := coalesce(p_cursor_fecha, case when p_cursor is null then 'infinity' else '-infinity' end::date); -- exclusive, with numero_hasta
  numero_hasta text := coalesce(p_cursor, '');
  primera      date := coalesce(p_desde, case when p_hasta is null then '-infinity' else '0001-01-01' end::date);
  clave_desde  date;
  palabras     tsquery := to_tsquery('spanish', p_palabras);
  marcas       tsquery;
  falta        int := p_limite;
  recorre      int := p_recorre;
  halladas     int;
  filas        float8; -- to be looked through: four times as many as likely have what is left
begin
  if p_hasta < clave_hasta then
    clave_hasta := p_hasta + 1;
    numero_hasta := '';
  end if;
  loop
    return query
      select f.asiento, f.n, f.indice, f.desde, f.hasta, f.region, f.datos
        from (select c.*, coalesce(c.fecha_firma, '-infinity') as clave
                from asiento_ficha c
               where c.hasta is null
                 and (coalesce(c.fecha_firma, '-infinity'), c.asiento) < (clave_hasta, numero_hasta)
                 and coalesce(c.fecha_firma, '-infinity') >= primera
               order by coalesce(c.fecha_firma, '-infinity') desc, c.asiento desc
               limit recorre) f
       where (palabras is null or f.busqueda @@ palabras)
         and (p_entidades is null or f.entidades && p_entidades)
         and (p_niveles is null or f.nivel = any (p_niveles))
         and (p_clases is null or f.clases && p_clases)
         and (p_paises is null or f.paises && p_paises)
         and (p_regiones is null or f.regiones && p_regiones)
         and (p_tipos is null or f.tipo = any (p_tipos))
         and (p_areas is null or f.areas && p_areas)
         and (p_estados is null or asiento_estado(f.vigencia, f.vigencia_hasta, f.terminado_en, p_dia) = any (p_estados))
         and (p_vigencias is null or f.vigencia = any (p_vigencias))
         and (p_precisiones is null or f.precision = any (p_precisiones))
       order by f.clave desc, f.asiento desc
       limit falta;
    get diagnostics halladas = row_count;
    falta := falta - halladas;
    if falta = 0 then
      return;
    end if;
    select coalesce(c.fecha_firma, '-infinity'), c.asiento into clave_hasta, numero_hasta
      from asiento_ficha c
     where c.hasta is null
       and (coalesce(c.fecha_firma, '-infinity'), c.asiento) < (clave_hasta, numero_hasta)
       and coalesce(c.fecha_firma, '-infinity') >= primera
     order by coalesce(c.fecha_firma, '-infinity') desc, c.asiento desc
     limit 1 offset recorre - 1;
    if not found or (palabras is null and p_valores is null) then
      return;
    end if;
    exit when recorre > p_recorre or 4 * halladas < p_limite;
    recorre := 4 * p_recorre;
  end loop;
  marcas := case when palabras is null then p_valores when p_valores is null then palabras else palabras && p_valores end;
  filas := 4.0 * falta * recorre / greatest(halladas, 1);
  if halladas = 0 then
    select count(*) into halladas
      from (select from asiento_ficha f where f.hasta is null and f.busqueda @@ marcas limit p_recorre + 1) pocas;
    filas := case when halladas <= p_recorre then 'infinity' else filas end;
  end if;
  while falta > 0 loop
    clave_desde := greatest(primera, case when clave_hasta > '-infinity' then registro_tramo(clave_hasta, filas) else '-infinity' end);
    return query
      with c as materialized (
        select f.asiento, f.n, coalesce(f.fecha_firma, '-infinity') as clave
          from asiento_ficha f
         where f.hasta is null
           and f.busqueda @@ (case when clave_desde > clave_hasta - 36525 then marcas && registro_marcas_de(clave_desde, clave_hasta) else marcas end)
           and (p_estados is null or asiento_estado(f.vigencia, f.vigencia_hasta, f.terminado_en, p_dia) = any (p_estados))
           and (p_vigencias is null or f.vigencia = any (p_vigencias))
           and (p_precisiones is null or f.precision = any (p_precisiones))
      ), p as (
        select c.asiento, c.n, c.clave
          from c
         where (c.clave, c.asiento) < (clave_hasta, numero_hasta) and c.clave >= clave_desde
         order by c.clave desc, c.asiento desc
         limit falta
      )
      select f.asiento, f.n, f.indice, f.desde, f.hasta, f.region, f.datos
        from p join asiento_ficha f on f.asiento = p.asiento and f.n = p.n
       order by p.clave desc, p.asiento desc;
    get diagnostics halladas = row_count;
    falta := falta - halladas;
    exit when clave_desde = primera;
    clave_hasta := clave_desde;
    numero_hasta := '';
    filas := filas * 8;
  end loop;
end $$;

grant select, insert on registro_acto, asiento_ficha, registro_conteo, registro_par, bitacora_nodo to dictamen_servicio, dictamen_admin;
grant insert on asiento to dictamen_admin;
grant update (hasta) on asiento_ficha to dictamen_servicio, dictamen_admin;
grant update (n) on registro_conteo, registro_par to dictamen_servicio, dictamen_admin;
