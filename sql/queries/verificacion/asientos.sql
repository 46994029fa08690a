-- Acts with the entry that each left, entry by entry.
select a.asiento, a.n, a.indice, a.acto, a.datos, f.datos as quedo
  from registro_acto a left join asiento_ficha f on f.indice = a.indice
 where (a.asiento, a.n) > ($1::text, $2::int)
 order by a.asiento, a.n
 limit $3::int
