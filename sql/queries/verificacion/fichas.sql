-- The first act whose card is missing or is not its own: other times, or columns that do not say what the entry's text says.
select a.asiento, a.indice
  from registro_acto a
  left join asiento_ficha f on f.indice = a.indice
  left join registro_acto s on s.asiento = a.asiento and s.n = a.n + 1
  cross join lateral (select f.datos::jsonb as j) as x
  cross join lateral (select j -> 'partes_mexicanas' -> 0 as m, j -> 'contrapartes' -> 0 as c) as y
 where f.indice is null or f.asiento <> a.asiento or f.n <> a.n or f.hasta is distinct from s.registrado_en
    -- what was loaded counts since its inscription (asiento_desde)
    or f.desde <> case when a.acto = 'carga' then least(a.registrado_en, ((j ->> 'inscrito_en')::date + time '12:00') at time zone 'UTC') else a.registrado_en end
    or row (f.denominacion, f.tipo, f.nivel, f.lugar_firma, f.vigencia, f.precision, f.cve_ent, f.cve_mun, f.municipio, f.clase, f.pais)
       is distinct from row (coalesce(j ->> 'denominacion', ''), coalesce(j ->> 'tipo', ''), coalesce(j ->> 'nivel', ''), coalesce(j ->> 'lugar_firma', ''),
                             coalesce(j ->> 'vigencia', ''), coalesce(j ->> 'precision_fecha', ''), coalesce(m ->> 'cve_ent', ''), coalesce(m ->> 'cve_mun', ''),
                             coalesce(m ->> 'municipio', ''), coalesce(c ->> 'clase', ''), coalesce(c ->> 'pais', ''))
    or row (f.fecha_firma, f.vigencia_desde, f.vigencia_hasta, f.terminado_en, f.inscrito_en, f.antecesor, encode(f.texto_sha256, 'hex'))
       is distinct from row ((j ->> 'fecha_firma')::date, (j ->> 'vigencia_desde')::date, (j ->> 'vigencia_hasta')::date, (j ->> 'terminado_en')::date,
                             (j ->> 'inscrito_en')::date, j ->> 'antecesor', j -> 'texto' ->> 'sha256')
    or (f.hasta is null and f.seguido <> (f.asiento collate "default" in (select antecesor from asiento_ficha where hasta is null and antecesor is not null)))
 order by a.indice
 limit 1
