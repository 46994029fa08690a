-- Cards of all times after one, with the file that each entry comes from and the public text that the entry names now.
select f.asiento, f.n, f.datos, a.expediente_id, coalesce(a.n, 0) as acto, p.texto_sha256,
       a.expediente_id is not null and p.texto_sha256 is not null as con_texto
  from asiento_ficha f
  join asiento a on a.numero = f.asiento collate "default"
  join asiento_ficha p on p.asiento = f.asiento and p.hasta is null
 where (f.asiento, f.n) > ($1::text, $2::int)
 order by f.asiento, f.n
 limit $3::int
