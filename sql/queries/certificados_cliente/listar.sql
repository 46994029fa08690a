-- One page by id. $1: of this organisation; $2: after this id; $3: rows; $4: this one only.
select id, organizacion_id, sha256, asunto, etiqueta, desde, vence_en, creado_en, revocado_en
  from organizacion_certificado
 where organizacion_id = $1::uuid
   and ($2::uuid is null or id > $2::uuid)
   and ($4::uuid is null or id = $4::uuid)
 order by id
 limit $3::int
