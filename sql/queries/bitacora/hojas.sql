-- Registry acts from leaf $1 on, in the log's order, each with the hash of the act before it in its entry.
select a.indice, a.asiento, a.n, a.acto, a.registrado_en, a.fecha_legal, a.usuario_id, a.organizacion_id, a.rol, a.datos, a.anterior, a.hash, p.hash as previo
  from registro_acto a
  left join registro_acto p on p.asiento = a.asiento and p.n = a.n - 1
 where a.indice >= $1::bigint
 order by a.indice
 limit $2::int
