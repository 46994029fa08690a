-- What an organisation may act by now, $2 microseconds ahead of the clock (delegada() says the same of one municipality).
select d.id, d.municipio_id
  from delegacion d join organizacion o on o.id = d.municipio_id,
       (select now() + $2::bigint * interval '1 microsecond' as ahora) r
 where d.enlace_id = $1::uuid and d.revocada_en is null and o.activa and r.ahora >= d.desde and r.ahora < d.hasta
 order by d.municipio_id
