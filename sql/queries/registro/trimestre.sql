-- What was recorded from $1 to before $2, and how the registry stood then, with states as of the day $3. The row without a table is the size of the journal
-- then; `actualizado`, the microsecond of its last act. By state, entries count by their first Mexican party.
with c as materialized (
  select f.cve_ent, asiento_estado(f.vigencia, f.vigencia_hasta, f.terminado_en, $3::date) as estado
    from asiento_ficha f
   where f.desde < $2::timestamptz and (f.hasta is null or f.hasta >= $2)
), a as materialized (
  select indice, n, acto, registrado_en from registro_acto where registrado_en < $2
)
select 'acto' as tabla, acto as fila, '' as columna, count(*) as n from a where registrado_en >= $1::timestamptz group by 2
union all select 'estado', estado, '', count(*) from c group by 2
union all select 'entidad', cve_ent, '', count(*) from c group by 2
union all select 'entidad_' || a.acto, f.cve_ent, '', count(*)
            from a join asiento_ficha f using (indice) where a.n = 1 and a.registrado_en >= $1 group by 1, 2
union all select 'actualizado', '', '', (extract(epoch from max(registrado_en)) * 1000000)::bigint from a having count(*) > 0
union all select '', '', '', coalesce(max(indice) + 1, 0) from a
