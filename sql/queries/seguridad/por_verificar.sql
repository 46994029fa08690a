-- In the order of the chain. $1: after this number; $2: rows.
select n, tipo, registrado_en, usuario_id, organizacion_id, rol, direccion, objeto, veces, datos, anterior, hash
  from seguridad_acto
 where n > $1::bigint
 order by n
 limit $2::int
