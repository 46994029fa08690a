-- One page of files by id. $1: after this id; $2: rows; $3: only this file.
select id, organizacion_id, version, hash, estado, folio
  from expediente
 where ($1::uuid is null or id > $1::uuid) and ($3::uuid is null or id = $3::uuid)
 order by id
 limit $2::int
