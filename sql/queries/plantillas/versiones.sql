-- Versions of one template, latest first: those before $2 (null: all), or only $3.
select v.nombre, v.version, v.texto, v.de_version, v.motivo, v.usuario_id, u.nombre as usuario, v.creada_en
  from plantilla_version v left join usuario u on u.id = v.usuario_id
 where v.nombre = $1::text and ($2::int is null or v.version < $2::int) and ($3::int is null or v.version = $3::int)
 order by v.version desc
 limit $4::int
