-- The entries of these numbers as they stand, in the order asked; n 0 where there is none.
select coalesce(f.n, 0) as n, a.hash, f.datos
  from unnest($1::text[]) with ordinality as q(numero, orden)
  left join asiento_ficha f on f.asiento = q.numero and f.hasta is null
  left join registro_acto a on a.indice = f.indice
 order by q.orden
