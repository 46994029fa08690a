-- One page by id of what an organisation granted or received. $1: organisation; $2: after this id; $3: rows.
select id, municipio_id, enlace_id, desde, hasta, motivo, otorgada_por, otorgada_en, revocada_por, revocada_en
  from delegacion
 where (municipio_id = $1::uuid or enlace_id = $1::uuid) and ($2::uuid is null or id > $2::uuid)
 order by id
 limit $3::int
