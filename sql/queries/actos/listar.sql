-- The journal of a file from act $2 on, oldest first.
select a.expediente_id as id, a.n, a.acto, a.desde, a.hacia, a.registrado_en, a.fecha_legal, a.usuario_id, a.organizacion_id, a.rol, a.datos,
       a.efectos, a.anterior, a.hash
  from acto a
 where a.expediente_id = $1::uuid and a.n >= $2::int
 order by a.n
 limit $3::int
