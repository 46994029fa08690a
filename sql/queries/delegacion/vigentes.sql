-- What an organisation may act by now (delegada() says the same of one municipality).
select d.id, d.municipio_id
  from delegacion d join organizacion o on o.id = d.municipio_id
 where d.enlace_id = $1::uuid and d.revocada_en is null and o.activa and now() >= d.desde and now() < d.hasta
 order by d.municipio_id
