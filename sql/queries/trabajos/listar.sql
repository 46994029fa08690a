-- The jobs of a file that the caller may see (row-level security), without their results, newest first. A file without jobs gives one row of nulls,
-- a file out of the caller's sight none.
select t.id, t.expediente_id, t.n, t.clase, t.estado, t.hechas, t.total, t.avance, t.problema,
       t.detalle[1] as detalle_es, t.detalle[2] as detalle_en, t.detalle[3] as que_hacer_es, t.detalle[4] as que_hacer_en,
       t.intentos, t.creado_en, t.actualizado_en, t.terminado_en
  from expediente e left join trabajo t on t.expediente_id = e.id
 where e.id = $1::uuid
 order by t.n desc, t.clase
 limit $2::int
