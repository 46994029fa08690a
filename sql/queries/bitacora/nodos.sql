-- Hashes of perfect subtrees, in the order asked for; a missing one is null.
select b.hash
  from unnest($1::int[], $2::bigint[]) with ordinality as q(nivel, indice, orden)
  left join bitacora_nodo b on b.nivel = q.nivel and b.indice = q.indice
 order by q.orden
