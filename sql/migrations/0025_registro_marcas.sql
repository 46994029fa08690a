-- Pages by place of signature, by the days of the term and by that of inscription, as by words and values (docs/registro.md): their marks in the index of
-- words, and how many entries signed in each month have them, so that a page knows where to look.

-- What an entry is found by of its other days, year and month of each; '' is every entry's.
create function registro_fechas(inicia date, vence date, inscrito date) returns table (dimension text, valor text)
language sql immutable parallel safe as $$
  select '', ''
  union all
  select x.dimension, to_char(x.fecha, y.forma)
    from (values ('inicia', inicia), ('inscrito', inscrito), ('vence', vence)) x(dimension, fecha), (values ('YYYY'), ('YYYY-MM')) y(forma)
   where x.fecha is not null
$$;

-- How many present entries have such a value, by the month of their signature (its first day; '-infinity': undated). The dimension '' is all of them.
create table registro_mes (
  dimension text collate "C" not null,
  valor     text collate "C" not null,
  mes       date not null,
  n         bigint not null,
  primary key (dimension, valor, mes)
);
grant select, insert on registro_mes to dictamen_servicio, dictamen_admin;
grant update (n) on registro_mes to dictamen_servicio, dictamen_admin;
insert into registro_mes (dimension, valor, mes, n)
select v.dimension, v.valor, coalesce(date_trunc('month', f.fecha_firma::timestamp)::date, '-infinity'), count(*)
  from asiento_ficha f, registro_fechas(f.vigencia_desde, f.vigencia_hasta, f.inscrito_en) v
 where f.hasta is null
 group by 1, 2, 3;

-- The marks of an entry, as in 0008_registro.sql; also of its values with the month of its signature, of its other days, and of the words of its place of
-- signature ('~2015-06:entidad:14', '~vence:2031-05', '~lugar:kioto').
drop function registro_marcas(text[], text, text[], text[], text[], text, text[], date);
create function registro_marcas(entidades text[], nivel text, clases text[], paises text[], regiones text[], tipo text, areas text[], fecha date,
  inicia date, vence date, inscrito date, lugar text)
returns tsvector
language sql immutable parallel safe as $$
  select array_to_tsvector(array_agg('~' || m.marca))
    from (select p.mes || v.dimension || ':' || v.valor as marca
            from registro_valores(entidades, nivel, clases, paises, regiones, tipo, areas, fecha) v,
                 unnest(array['', to_char(fecha, 'YYYY-MM:')]) p(mes)
           where v.dimension <> '' and p.mes is not null and (p.mes = '' or v.dimension <> 'anio')
          union all select 'mes:' || to_char(fecha, 'YYYY-MM') where fecha is not null
          union all select d.dimension || ':' || d.valor from registro_fechas(inicia, vence, inscrito) d where d.dimension <> ''
          union all select 'lugar:' || l.palabra from unnest(tsvector_to_array(registro_palabras_lugar(lugar))) l(palabra)) m
$$;
-- Cards of a usual size stay in one piece: what a walk looks at is not fetched from elsewhere.
alter table asiento_ficha set (toast_tuple_target = 8160);
update asiento_ficha f
   set busqueda = f.busqueda || registro_marcas(f.entidades, f.nivel, f.clases, f.paises, f.regiones, f.tipo, f.areas, f.fecha_firma, f.vigencia_desde,
                                                f.vigencia_hasta, f.inscrito_en, f.lugar_firma);

-- As before, and the date itself, so that where a walk along the order ended is told by the index alone.
drop index asiento_ficha_firma;
create index asiento_ficha_firma on asiento_ficha (coalesce(fecha_firma, '-infinity'), asiento) include (fecha_firma) where hasta is null;

-- Both of two conditions, of which each may be none.
create function registro_y(a tsquery, b tsquery) returns tsquery
language sql immutable parallel safe as $$
  select case when a is null then b when b is null then a else a && b end
$$;

-- A mark as it is written in a tsquery: both signs that mean something there are doubled.
create function registro_marca(marca text) returns text
language sql immutable parallel safe as $$
  select '''~' || replace(replace(marca, '\', '\\'), '''', '''''') || ''''
$$;

-- All words of a place, as marks.
create function registro_marcas_lugar(consulta text) returns tsquery
language sql immutable parallel safe as $$
  select string_agg(registro_marca('lugar:' || p), '&')::tsquery from unnest(tsvector_to_array(registro_palabras_lugar(consulta))) p
$$;

-- One of the values asked of each dimension, as marks; of signatures in these months ('2015-06:'), or of any month ('').
create function registro_marcas_valores(p_meses text[], p_entidades text[], p_niveles text[], p_clases text[], p_paises text[], p_regiones text[], p_tipos text[],
  p_areas text[]) returns tsquery
language plpgsql immutable set plan_cache_mode = force_generic_plan as $$
begin return (
  select string_agg(x.alguno, '&')::tsquery
    from (select '(' || string_agg(registro_marca(m || d.dimension || ':' || v), '|') || ')' as alguno
            from (values ('entidad', p_entidades), ('nivel', p_niveles), ('clase', p_clases), ('pais', p_paises), ('region', p_regiones), ('tipo', p_tipos),
                         ('area', p_areas)) d(dimension, valores),
                 unnest(d.valores) v, unnest(p_meses) m
           group by d.dimension) x);
end $$;

-- The years that [p_desde, p_hasta] has whole, and the months that it touches of the others.
create function registro_periodos(p_desde date, p_hasta date) returns text[]
language sql immutable parallel safe as $$
  select array_agg(case when e.entero then to_char(a, 'YYYY') else to_char(m, 'YYYY-MM') end)
    from generate_series(date_trunc('year', p_desde::timestamp), p_hasta::timestamp, interval '1 year') a,
         lateral (select a >= p_desde and a + interval '1 year' <= p_hasta + 1 as entero) e,
         lateral generate_series(case when e.entero then a else greatest(a, date_trunc('month', p_desde::timestamp)) end,
                                 case when e.entero then a else least(a + interval '11 months', p_hasta) end, interval '1 month') m
$$;

-- The same of what some present entry has of a dimension, with either end open; null: none has any.
create function registro_periodos_de(p_dimension text, p_desde date, p_hasta date) returns text[]
language plpgsql stable set plan_cache_mode = force_generic_plan as $$
begin return (
  select registro_periodos(greatest(p_desde, make_date(left(min(valor), 4)::int, 1, 1)), least(p_hasta, make_date(left(max(valor), 4)::int, 12, 31)))
    from registro_mes
   where dimension = p_dimension);
end $$;

-- The marks of signature in [p_desde, p_hasta], or in the years that it touches: few marks, for the index tries each with every other.
drop function registro_marcas_de(date, date);
create function registro_marcas_de(p_desde date, p_hasta date, p_anios boolean) returns tsquery
language plpgsql stable set plan_cache_mode = force_generic_plan as $$
declare periodos text[] := case when p_anios then registro_periodos(date_trunc('year', p_desde::timestamp)::date, make_date(extract(year from p_hasta)::int, 12, 31))
                                else registro_periodos(p_desde, p_hasta) end;
begin return (
  select string_agg(format('''~%s:%s''', case when length(p) = 4 then 'anio' else 'mes' end, p), '|')::tsquery from unnest(periodos) p);
end $$;

-- Where the next entries are that have a value of each of p_cuantas dimensions, if p_parte of them have what else is asked: `hasta`, after the newest month that
-- has any; `densa`, if p_camina and one of eight of that month's are such: the order is as good a way as any; else some p_filas are in what follows down to `desde`, where
-- nothing is dense.
create function registro_tramo_de(p_dimensiones text[], p_valores text[], p_cuantas int, p_parte float8, p_camina boolean, p_primera date, p_hasta date,
  p_filas float8)
returns table (desde date, hasta date, densa boolean)
language plpgsql stable set plan_cache_mode = force_generic_plan as $$
begin return query
  with por_dimension as (
    select r.dimension, r.mes, sum(r.n) as n
      from unnest(p_dimensiones, p_valores) q(dimension, valor)
      join registro_mes r on r.dimension = q.dimension and r.valor = q.valor and r.mes <= p_hasta and r.mes >= date_trunc('month', p_primera::timestamp)
     group by r.dimension, r.mes
  ), meses as (
    select d.mes, min(d.n) as n from por_dimension d group by d.mes having count(*) = p_cuantas and min(d.n) > 0
  ), m as (
    select x.mes, p_camina and 8 * p_parte * x.n >= t.n as densa, p_parte * sum(x.n) over (order by x.mes desc) as suma
      from meses x
      join registro_mes t on t.dimension = '' and t.valor = '' and t.mes = x.mes
  ), p as (
    select max(m.mes) as primero, max(m.mes) filter (where m.densa) as denso, max(m.mes) filter (where m.suma >= p_filas) as bastan from m
  )
  select case when p.primero = p.denso then p_primera
              else greatest(p.bastan, (select min(m.mes) from m where m.mes > p.denso), case when p.denso is null and p.bastan is null then p_primera end) end,
         case when p.primero = '-infinity' then '0001-01-01' else (p.primero + interval '1 month')::date end,
         p.primero = p.denso and p.denso is not null
    from p
   where p.primero is not null;
end $$;

-- How many present entries there are.
create function registro_cuantos() returns float8
language plpgsql stable set plan_cache_mode = force_generic_plan as $$
begin return coalesce((select n from registro_par where dimension = '' and valor = '' and faceta = '' and otro = ''), 0);
end $$;

-- Which part of them has values of each dimension asked, if one dimension says nothing of another.
create function registro_parte(p_entidades text[], p_niveles text[], p_clases text[], p_paises text[], p_regiones text[], p_tipos text[], p_areas text[])
returns float8
language plpgsql stable set plan_cache_mode = force_generic_plan as $$
begin return (
  select exp(sum(ln(greatest(n, 1) / greatest(registro_cuantos(), 1))))
    from (values ('entidad', p_entidades), ('nivel', p_niveles), ('clase', p_clases), ('pais', p_paises), ('region', p_regiones), ('tipo', p_tipos), ('area', p_areas))
           v(dimension, valores),
         lateral (select sum(r.n)::float8 as n from registro_par r where r.dimension = '' and r.valor = '' and r.faceta = v.dimension and r.otro = any (v.valores)) x
   where v.valores is not null);
end $$;

-- The values of each dimension that entries signed in these months have, as marks.
create function registro_marcas_dias(p_dimensiones text[], p_valores text[], p_desde date, p_hasta date) returns tsquery
language plpgsql stable set plan_cache_mode = force_generic_plan as $$
begin return (
  select string_agg(x.alguno, '&')::tsquery
    from (select '(' || string_agg(registro_marca(q.dimension || ':' || q.valor), '|') || ')' as alguno
            from unnest(p_dimensiones, p_valores) q(dimension, valor)
           where exists (select
                           from registro_mes r
                          where r.dimension = q.dimension and r.valor = q.valor and r.mes >= date_trunc('month', p_desde::timestamp) and r.mes <= p_hasta and r.n > 0)
           group by q.dimension) x);
end $$;

-- A page of the present, newest signature first, by words (p_palabras, p_lugar), values and days. First the
-- next p_recorre entries in order, and the four times as many after those when they had a quarter of the page: what is common fills the page. What is left, and
-- values that are known to be rare from the beginning, is gathered by the index of words, from all the rest if that is little, else from a stretch of dates that
-- likely has it, then from one eight times as long, and so on: each begins where the one before ended; a century or more is not narrowed by its years, for the
-- index tries each mark with every other. By days of the term or of inscription the months of signature that have such entries are known: nothing is looked for
-- but there. All plans are kept by the connection: planning registro_filtrado anew costs several times what finding such a page does. The undated come last.
drop function registro_pagina(text, date, text, tsquery, text[], text[], text[], text[], text[], text[], text[], text[], text[], text[], date, date, date, int, int);
create function registro_pagina(p_cursor text, p_cursor_fecha date, p_palabras text, p_entidades text[], p_niveles text[], p_clases text[], p_paises text[],
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
  filas        float8 := p_limite; -- to be looked through: four times as many as likely have what is left
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
    if palabras is null and cuantas = 0 and 4 * parte * p_recorre < p_limite then
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
    recorre := least(p_recorre, 8 * p_limite);
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
      camina := recorre <= p_recorre and 4 * halladas >= p_limite;
      if camina then
        recorre := 4 * p_recorre;
      elsif cuantas = 0 then
        filas := 4.0 * falta * recorre / greatest(halladas, 1);
        if halladas = 0 then
          select count(*) into halladas
            from (select from asiento_ficha f where f.hasta is null and f.busqueda @@ registro_y(palabras, suyas) limit 4 * falta + 1) pocas;
          filas := case when halladas <= 4 * falta then 'infinity' else filas end;
        end if;
      end if;
    else
      if cuantas = 0 then
        clave_desde := greatest(primera, case when clave_hasta > '-infinity' then registro_tramo(clave_hasta, filas) else '-infinity' end);
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
      filas := filas * 8;
    end if;
  end loop;
end $$;
