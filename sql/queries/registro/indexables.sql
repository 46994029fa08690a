-- Cards of all times after one, with the file that each entry comes from.
select f.asiento, f.n, f.datos, a.expediente_id, coalesce(a.n, 0) as acto
  from asiento_ficha f join asiento a on a.numero = f.asiento collate "default"
 where (f.asiento, f.n) > ($1::text, $2::int)
 order by f.asiento, f.n
 limit $3::int
