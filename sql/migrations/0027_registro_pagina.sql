-- Pages that must be found, with less: what is not common is asked of the index sooner and of as much as it likely takes, and the functions that say where keep
-- their plans.

-- The day from which some p_filas entries are signed until p_hasta, by the counts of years; '-infinity' if there are not so many.
create or replace function registro_tramo(p_hasta date, p_filas float8) returns date
language plpgsql stable set plan_cache_mode = force_generic_plan as $$
declare
  ultimo text := to_char(p_hasta, 'YYYY');
  faltan float8 := p_filas;
  primero date;
  cuantos float8;
  a record;
begin
  for a in
    select otro, n from registro_par where dimension = '' and valor = '' and faceta = 'anio' and otro <> '' and otro <= ultimo order by otro desc
  loop
    primero := make_date(a.otro::int, 1, 1);
    cuantos := case when a.otro = ultimo then a.n * extract(doy from p_hasta) / 366 else a.n end;
    if cuantos >= faltan and cuantos > 0 then
      return greatest(primero, date_trunc('month', least(primero + 366, p_hasta) - ceil(faltan / cuantos * 366)::int)::date);
    end if;
    faltan := faltan - cuantos;
  end loop;
  return '-infinity';
end $$;

-- As in 0025_registro_marcas.sql; in this language its plan is kept.
create or replace function registro_periodos(p_desde date, p_hasta date) returns text[]
language plpgsql immutable set plan_cache_mode = force_generic_plan as $$
begin return (
  select array_agg(case when e.entero then to_char(a, 'YYYY') else to_char(m, 'YYYY-MM') end)
    from generate_series(date_trunc('year', p_desde::timestamp), p_hasta::timestamp, interval '1 year') a,
         lateral (select a >= p_desde and a + interval '1 year' <= p_hasta + 1 as entero) e,
         lateral generate_series(case when e.entero then a else greatest(a, date_trunc('month', p_desde::timestamp)) end,
                                 case when e.entero then a else least(a + interval '11 months', p_hasta) end, interval '1 month') m);
end $$;

-- A page of the present, newest signature first, by words (p_palabras, p_lugar), values and days. First the next p_recorre entries in order, and as many after
-- those as what was found in them lets expect to be enough, as long as that is little: what is common fills the page. What is left, and values that are known to be rare from the
-- beginning, is gathered by the index of words from a stretch of dates in which twice as much likely is, by what was found until then, and so on: each begins where
-- the one before ended; the last one is all the rest, as soon as that is little or nothing was found. A century or more is not narrowed by its years, for the
-- index tries each mark with every other. By days of the term or of inscription the months of signature that have such entries are known: nothing is looked for
-- but there. All plans are kept by the connection: planning registro_filtrado anew costs several times what finding such a page does. The undated come last.
create or replace function registro_pagina(p_cursor text, p_cursor_fecha date, p_palabras text, p_entidades text[], p_niveles text[], p_clases text[], p_paises text[],
  p_regiones text[], p_tipos text[], p_areas text[], p_estados text[], p_vigencias text[], p_precisiones text[], p_desde date, p_hasta date,
  p_lugar text, p_inscrito_desde date, p_inscrito_hasta date, p_inicia_desde date, p_inicia_hasta date, p_vence_desde date, p_vence_hasta date,
  p_dia date, p_limite int, p_recorre int)
returns table (asiento text, n int, indice bigint, desde timestamptz, hasta timestamptz, region text, datos text)
language plpgsql stable set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare
  clave_hasta  date := coalesce(p_cursor_fecha, case when p_cursor is null then 'infinity' else '-infinity' end::date); -- exclusive, with numero_hasta
  numero_hasta text := coalesce(p_cursor, '');
  primera      date := coalesce(p_desde, case when p_hasta is null then '-infinity' else '0001-01-01' end::date);
  clave_desde  date;
  ultima       date;
  palabras     tsquery := to_tsquery('spanish', p_palabras);
  valores      boolean := coalesce(p_entidades, p_niveles, p_clases, p_paises, p_regiones, p_tipos, p_areas) is not null;
  suyas        tsquery; -- of values
  busca        tsquery;
  dimensiones  text[] := '{}'; -- of the other days, beside their values
  periodos     text[] := '{}';
  cuantas      int := 0;
  falta        int := p_limite;
  recorre      int := p_recorre;
  camina       boolean := true;
  densa        boolean := true;
  halladas     int;
  parte        float8 := 1; -- of the registry, that likely has the values
  filas        float8 := p_limite; -- to be looked through: twice as many as likely have what is left
  miradas      float8 := 0; -- entries of the registry that what was found is of
  total        float8;
  d            record;
begin
  if p_hasta < clave_hasta then
    clave_hasta := p_hasta + 1;
    numero_hasta := '';
  end if;
  if p_lugar is not null then
    palabras := registro_y(palabras, registro_marcas_lugar(p_lugar));
    if palabras is null then
      return;
    end if;
  end if;
  if coalesce(p_inscrito_desde, p_inscrito_hasta, p_inicia_desde, p_inicia_hasta, p_vence_desde, p_vence_hasta) is not null then
    for d in
      select x.dimension, registro_periodos_de(x.dimension, x.desde, x.hasta) as valores
        from (values ('inscrito', p_inscrito_desde, p_inscrito_hasta), ('inicia', p_inicia_desde, p_inicia_hasta), ('vence', p_vence_desde, p_vence_hasta))
          x(dimension, desde, hasta)
       where coalesce(x.desde, x.hasta) is not null
    loop
      if d.valores is null then
        return;
      end if;
      cuantas := cuantas + 1;
      dimensiones := dimensiones || array_fill(d.dimension, array[cardinality(d.valores)]);
      periodos := periodos || d.valores;
    end loop;
  end if;
  if valores then
    suyas := registro_marcas_valores(array[''], p_entidades, p_niveles, p_clases, p_paises, p_regiones, p_tipos, p_areas);
    parte := registro_parte(p_entidades, p_niveles, p_clases, p_paises, p_regiones, p_tipos, p_areas);
    if palabras is null and cuantas = 0 and 80 * parte < 1 then
      camina := false;
      filas := 4 * falta / parte;
      if clave_hasta = 'infinity' then
        select coalesce(c.fecha_firma + 1, '0001-01-01') into clave_hasta
          from asiento_ficha c
         where c.hasta is null
         order by coalesce(c.fecha_firma, '-infinity') desc, c.asiento desc
         limit 1;
      end if;
    end if;
  end if;
  if cuantas > 0 then -- one of eight at least, where it walks
    recorre := 8 * p_limite;
  end if;
  while falta > 0 loop
    clave_desde := primera;
    if cuantas > 0 then
      select * into d
        from registro_tramo_de(dimensiones, periodos, cuantas, parte, camina, primera, case numero_hasta when '' then clave_hasta - 1 else clave_hasta end, greatest(filas, falta));
      exit when not found;
      if d.hasta < clave_hasta then
        clave_hasta := d.hasta;
        numero_hasta := '';
      end if;
      clave_desde := greatest(primera, d.desde);
      densa := d.densa;
    end if;
    if camina and densa then
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
           and (p_inscrito_desde is null or f.inscrito_en >= p_inscrito_desde)
           and (p_inscrito_hasta is null or f.inscrito_en <= p_inscrito_hasta)
           and (p_inicia_desde is null or f.vigencia_desde >= p_inicia_desde)
           and (p_inicia_hasta is null or f.vigencia_desde <= p_inicia_hasta)
           and (p_vence_desde is null or f.vigencia_hasta >= p_vence_desde)
           and (p_vence_hasta is null or f.vigencia_hasta <= p_vence_hasta)
         order by f.clave desc, f.asiento desc
         limit falta;
      get diagnostics halladas = row_count;
      falta := falta - halladas;
      exit when falta = 0;
      select coalesce(c.fecha_firma, '-infinity'), c.asiento into clave_hasta, numero_hasta
        from asiento_ficha c
       where c.hasta is null
         and (coalesce(c.fecha_firma, '-infinity'), c.asiento) < (clave_hasta, numero_hasta)
         and coalesce(c.fecha_firma, '-infinity') >= primera
       order by coalesce(c.fecha_firma, '-infinity') desc, c.asiento desc
       limit 1 offset recorre - 1;
      exit when not found or not (valores or palabras is not null or cuantas > 0);
      miradas := miradas + recorre;
      recorre := 2 * falta * miradas / greatest(p_limite - falta, 0.5);
      camina := recorre <= 72 * p_limite;
      if not camina and cuantas = 0 then
        filas := recorre;
      end if;
    else
      if cuantas = 0 then
        total := coalesce(total, registro_cuantos());
        clave_desde := greatest(primera, case when clave_hasta > '-infinity' and 4 * filas < total then registro_tramo(clave_hasta, filas) else '-infinity' end);
      end if;
      ultima := case numero_hasta when '' then clave_hasta - 1 else clave_hasta end;
      busca := case when cuantas > 0 then registro_y(palabras, registro_marcas_dias(dimensiones, periodos, clave_desde, ultima)) else palabras end;
      if valores and clave_desde > clave_hasta - 730 then
        busca := registro_y(busca, registro_marcas_valores(array(select to_char(m, 'YYYY-MM:')
                                                                   from generate_series(date_trunc('month', clave_desde::timestamp), ultima, interval '1 month') m),
                                                           p_entidades, p_niveles, p_clases, p_paises, p_regiones, p_tipos, p_areas));
      else
        if cuantas = 0 and clave_desde > clave_hasta - 36525 and clave_desde < clave_hasta - 100 then
          clave_desde := greatest(primera, date_trunc('year', clave_desde::timestamp)::date);
        end if;
        busca := registro_y(registro_y(busca, suyas), case when clave_desde > clave_hasta - 36525
                                                           then registro_marcas_de(clave_desde, ultima, clave_desde < clave_hasta - case cuantas when 0 then 100 else 3660 end) end);
      end if;
      return query
        with c as materialized (
          select f.asiento, f.n, coalesce(f.fecha_firma, '-infinity') as clave
            from asiento_ficha f
           where f.hasta is null
             and f.busqueda @@ busca
             and (p_estados is null or asiento_estado(f.vigencia, f.vigencia_hasta, f.terminado_en, p_dia) = any (p_estados))
             and (p_vigencias is null or f.vigencia = any (p_vigencias))
             and (p_precisiones is null or f.precision = any (p_precisiones))
             and (p_inscrito_desde is null or f.inscrito_en >= p_inscrito_desde)
             and (p_inscrito_hasta is null or f.inscrito_en <= p_inscrito_hasta)
             and (p_inicia_desde is null or f.vigencia_desde >= p_inicia_desde)
             and (p_inicia_hasta is null or f.vigencia_desde <= p_inicia_hasta)
             and (p_vence_desde is null or f.vigencia_hasta >= p_vence_desde)
             and (p_vence_hasta is null or f.vigencia_hasta <= p_vence_hasta)
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
      miradas := miradas + filas;
      filas := case when cuantas > 0 then 8 * filas when falta = p_limite then 'infinity' else 2 * falta * miradas / (p_limite - falta) end;
    end if;
  end loop;
end $$;
