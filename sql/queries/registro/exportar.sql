-- The registry as it stands, by number, after one: a page of a download.
select f.asiento, f.datos
  from asiento_ficha f
 where f.hasta is null and f.asiento > $1::text
 order by f.asiento
 limit $2::int
