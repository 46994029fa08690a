-- Files with their acts newer than the version already known: one round trip is both the version check and the difference.
-- `emitidos` counts what the service wrote in it, for whoever asks ($3; else 0), once for each file and not for each act: those come without a version
-- of their own. $1 ids, $2 versions known (0: none). A file that the caller may not see gives no row (row-level security).
select e.id, e.version, d.emitidos, a.n, a.acto, a.desde, a.hacia, a.registrado_en, a.fecha_legal, a.usuario_id, a.organizacion_id, a.rol,
       case when a.acto = 'anotar'
              or (a.acto = 'modificar_datos' and a.n < max(a.n) filter (where a.acto = 'modificar_datos') over (partition by e.id))
            then '{}' else a.datos end as datos,
       a.efectos, a.anterior, a.hash
  from unnest($1::uuid[], $2::int[]) as q(id, conocida)
  join expediente e on e.id = q.id
  cross join lateral (select count(*)::int as emitidos from documento_emitido d where $3::boolean and d.expediente_id = e.id) d
  left join acto a on a.expediente_id = e.id and a.n > q.conocida
 order by e.id, a.n
