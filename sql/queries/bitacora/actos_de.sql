-- The acts of an entry up to number $2, in order.
select a.indice, a.asiento, a.n, a.acto, a.registrado_en, a.fecha_legal, a.usuario_id, a.organizacion_id, a.rol, a.datos, a.anterior, a.hash, null::bytea as previo
  from registro_acto a
 where a.asiento = $1::text and a.n <= $2::int
 order by a.n
 limit $3::int
