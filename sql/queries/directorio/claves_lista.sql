-- One page by id. $1: of this person; $2: after this id; $3: rows.
select k.id, k.usuario_id, array_to_string(k.ambitos, ',') as ambitos, k.expira_en, k.revocada_en, k.creada_en
  from clave_api k
 where ($1::uuid is null or k.usuario_id = $1::uuid)
   and ($2::uuid is null or k.id > $2::uuid)
 order by k.id
 limit $3::int
