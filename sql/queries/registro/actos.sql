-- The acts of one entry, in their order.
select indice, asiento, n, acto, registrado_en, fecha_legal, usuario_id, organizacion_id, rol, datos, anterior, hash
  from registro_acto
 where asiento = $1::text and n >= $2::int
 order by n
 limit $3::int
