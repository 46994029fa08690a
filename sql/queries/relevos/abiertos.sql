-- The open files of an organisation, in order; after $2.
select id from expediente where organizacion_id = $1::uuid and estado <> 'concluido' and ($2::uuid is null or id > $2::uuid) order by id limit $3::int
