-- Is a row loaded already? By its set of data and key, and by its number; with what stands of the entry, in the order asked.
select k.numero as por_clave, n.numero as por_numero, f.datos
  from unnest($1::text[], $2::text[], $3::text[]) with ordinality as q(conjunto, clave, numero, orden)
  left join asiento k on k.conjunto = q.conjunto and k.clave = q.clave
  left join asiento n on n.numero = q.numero
  left join asiento_ficha f on f.asiento = coalesce(k.numero, n.numero) and f.hasta is null
 order by q.orden
