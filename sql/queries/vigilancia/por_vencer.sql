-- Agreements in force whose term ends from $1 to $2, the nearest end first; after ($3, $4), when given.
select f.asiento, f.denominacion, f.cve_ent, f.municipio, f.pais, f.vigencia_hasta, a.expediente_id,
       jsonb_path_query_array(j, '$.partes_mexicanas[*].nombre')::text as partes_mexicanas, jsonb_path_query_array(j, '$.contrapartes[*].nombre')::text as contrapartes
  from asiento_ficha f join asiento a on a.numero = f.asiento collate "default" -- the card's own would pass the primary key by
 cross join lateral (select f.datos::jsonb as j) as x
 where f.hasta is null
   and f.vigencia_hasta between $1::date and $2::date
   and (f.terminado_en is null or f.terminado_en > $1)
   and ($3::date is null or (f.vigencia_hasta, f.asiento) > ($3, $4::text))
 order by f.vigencia_hasta, f.asiento
 limit $5::int
