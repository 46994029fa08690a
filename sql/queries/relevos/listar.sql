-- Of an organisation, the newest first. $1: organisation; $2: before this id; $3: this one only; $4: rows.
select id, organizacion_id, administracion, entregada_por, recibe_id, entregada_en, expedientes, bajas, delegaciones,
       case when $3::uuid is null then '' else pendientes end as pendientes, sha256
  from relevo
 where organizacion_id = $1::uuid and ($2::uuid is null or id < $2::uuid) and ($3::uuid is null or id = $3::uuid)
 order by id desc
 limit $4::int
