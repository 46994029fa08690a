-- The same, of the entries as they stood at the instant $10. Not from the indexes of the present: the whole past is read.
with f as not materialized (
  select cve_ent, nivel, clase, region, pais, tipo, vigencia, areas,
         case when nivel = 'municipal' then case when cve_mun <> '' then cve_mun else municipio end end as mun,
         case precision when 'desconocida' then '' when 'anio' then to_char(fecha_firma, 'YYYY') else to_char(fecha_firma, 'YYYY-MM') end as mes
    from asiento_ficha
   where desde < $10::timestamptz and (hasta is null or hasta >= $10)
     and ($1::text[] is null or entidades && $1)
     and ($2::text[] is null or nivel = any ($2))
     and ($3::text[] is null or clases && $3)
     and ($4::text[] is null or paises && $4)
     and ($5::text[] is null or regiones && $5)
     and ($6::text[] is null or tipo = any ($6))
     and ($7::text[] is null or areas && $7)
     and ($8::date is null or fecha_firma >= $8)
     and ($9::date is null or fecha_firma <= $9)
), g as (
  select cve_ent, nivel, clase, region, mes, mun, pais, tipo, vigencia, count(*) as n,
         grouping(cve_ent, nivel, clase, region, mes, mun, pais, tipo, vigencia) as k
    from f
   group by grouping sets ((), (cve_ent, nivel), (cve_ent, clase), (cve_ent, region), (cve_ent, mes), (cve_ent, mun), (pais), (tipo), (vigencia))
)
select '' as tabla, '' as fila, '' as columna, coalesce((select indice + 1 from registro_acto order by indice desc limit 1), 0)::bigint as n
union all
select case k when 511 then 'total' when 127 then 'entidad_nivel' when 191 then 'entidad_clase' when 223 then 'entidad_region'
              when 239 then 'entidad_mes' when 247 then 'municipio' when 507 then 'pais' when 509 then 'tipo' else 'vigencia' end,
       case k when 511 then '' when 507 then pais when 509 then tipo when 510 then vigencia else cve_ent end,
       case k when 127 then nivel when 191 then clase when 223 then region when 239 then mes when 247 then mun else '' end,
       n
  from g
 where n > 0 and (k <> 247 or mun is not null)
union all
select 'area', coalesce(a, ''), '', count(*) from f left join lateral unnest(f.areas) as a on true group by a
