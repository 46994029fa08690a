-- The registry as it stands, by number: a download.
select f.asiento, f.datos
  from asiento_ficha f
 where f.hasta is null
 order by f.asiento
