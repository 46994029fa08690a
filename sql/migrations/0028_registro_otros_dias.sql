-- What is asked of other days than the present, of entries without a date and of where they come from, without reading the whole registry.

-- As of a day (`al`): what counted then; the order of pages, words and values with what no longer counts in them, in the place of indexes of the present alone.
create index asiento_ficha_desde on asiento_ficha (desde);
drop index asiento_ficha_firma, asiento_ficha_busqueda, asiento_ficha_arreglos;
create index asiento_ficha_firma on asiento_ficha (coalesce(fecha_firma, '-infinity'), asiento) include (fecha_firma, hasta);
create index asiento_ficha_busqueda on asiento_ficha using gin (busqueda);
create index asiento_ficha_arreglos on asiento_ficha using gin (entidades, clases, paises, regiones, areas);
-- Of those inscribed here alone, where most were loaded.
create index asiento_ficha_firma_propios on asiento_ficha (coalesce(fecha_firma, '-infinity'), asiento) where hasta is null and procedencia = '';

-- As in 0020_registro_filtros.sql; those whose date nobody knows are where the order ends.
create or replace function registro_filtrado(al timestamptz, dia date, q text, entidades text[], p_municipio text, niveles text[], clases text[], paises text[],
  regiones text[], tipos text[], areas text[], estados text[], vigencias text[], precisiones text[], firma_desde date, firma_hasta date,
  inscrito_desde date, inscrito_hasta date, p_antecesor text,
  p_numero text, p_lugar text, inicia_desde date, inicia_hasta date, vence_desde date, vence_hasta date, con_antecesor boolean, con_sucesor boolean,
  procedencias text[]) returns setof asiento_ficha
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
     and (precisiones is null or (f.precision = any (precisiones) and (precisiones <> '{desconocida}' or coalesce(f.fecha_firma, '-infinity') = '-infinity')))
     and (firma_desde is null or coalesce(f.fecha_firma, '-infinity') >= firma_desde)
     and (firma_hasta is null or (coalesce(f.fecha_firma, '-infinity') <= firma_hasta and f.fecha_firma is not null))
     and (inscrito_desde is null or coalesce(f.inscrito_en, '-infinity') >= inscrito_desde)
     and (inscrito_hasta is null or (coalesce(f.inscrito_en, '-infinity') <= inscrito_hasta and f.inscrito_en is not null))
     and (p_antecesor is null or f.antecesor = p_antecesor)
     and (p_numero is null or f.asiento ^@ p_numero)
     and (p_lugar is null or registro_palabras_lugar(f.lugar_firma) @@ registro_lugar(p_lugar))
     and (inicia_desde is null or f.vigencia_desde >= inicia_desde)
     and (inicia_hasta is null or f.vigencia_desde <= inicia_hasta)
     and (vence_desde is null or f.vigencia_hasta >= vence_desde)
     and (vence_hasta is null or f.vigencia_hasta <= vence_hasta)
     and (con_antecesor is null or (f.antecesor is not null) = con_antecesor)
     and (con_sucesor is null
          or con_sucesor = (f.asiento collate "default" in (select s.antecesor
                                                               from asiento_ficha s
                                                              where s.antecesor is not null
                                                                and ((al is null and s.hasta is null)
                                                                     or (s.desde < al and (s.hasta is null or s.hasta >= al))))))
     and (procedencias is null or f.procedencia = any (procedencias))
     and (estados is null
          or ('terminado' = any (estados) and f.terminado_en <= dia)
          or ((f.terminado_en is null or f.terminado_en > dia)
              and (('vencido' = any (estados) and f.vigencia_hasta < dia)
                   or ('por_vencer' = any (estados) and f.vigencia_hasta between dia and (dia + interval '12 months')::date)
                   or ('vigente' = any (estados) and (f.vigencia_hasta > (dia + interval '12 months')::date
                                                      or (f.vigencia_hasta is null and f.vigencia in ('indefinida', 'prorrogable'))))
                   or ('sin_dato' = any (estados) and f.vigencia_hasta is null and f.vigencia not in ('indefinida', 'prorrogable')))))
$$;
