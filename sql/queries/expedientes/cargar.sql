-- Files with their acts newer than the version already known: one round trip is both the version check and the difference.
-- $1 ids, $2 versions known (0: none). A file that the caller may not see gives no row (row-level security).
select e.id, e.version, a.n, a.acto, a.desde, a.hacia, a.registrado_en, a.fecha_legal, a.usuario_id, a.organizacion_id, a.rol, a.datos,
       a.efectos, a.anterior, a.hash
  from unnest($1::uuid[], $2::int[]) as q(id, conocida)
  join expediente e on e.id = q.id
  left join acto a on a.expediente_id = e.id and a.n > q.conocida
 order by e.id, a.n
