-- Acts of the registry, the latest first, before the one at $1 (null: from the latest on), each with the entry as it left it.
select a.indice, a.asiento, a.n, a.acto, a.registrado_en, a.hash, f.datos
  from registro_acto a
  join asiento_ficha f on f.indice = a.indice
 where $1::bigint is null or a.indice < $1::bigint
 order by a.indice desc
 limit $2::int
