-- One page, the newest first. $1: before this number; $2: kind; $3: person; $4: what it is about; $5, $6: from, before; $7: rows.
select n, tipo, registrado_en, usuario_id, organizacion_id, rol, direccion, objeto, veces, datos, anterior, hash
  from seguridad_acto
 where ($1::bigint is null or n < $1::bigint)
   and ($2::text is null or tipo = $2::text)
   and ($3::uuid is null or usuario_id = $3::uuid)
   and ($4::text is null or objeto = $4::text)
   and ($5::timestamptz is null or registrado_en >= $5::timestamptz)
   and ($6::timestamptz is null or registrado_en < $6::timestamptz)
 order by n desc
 limit $7::int
