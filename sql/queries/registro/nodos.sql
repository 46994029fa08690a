-- Stored nodes of the tree, in the order asked.
select n.hash
  from unnest($1::int[], $2::bigint[]) with ordinality as q(nivel, indice, orden)
  join bitacora_nodo n on n.nivel = q.nivel and n.indice = q.indice
 order by q.orden
