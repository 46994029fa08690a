-- One job that the caller may see (row-level security).
select t.id, t.expediente_id, t.n, t.clase, t.estado, t.hechas, t.total, t.avance, t.resultado, t.resultado_local, t.problema,
       t.detalle[1] as detalle_es, t.detalle[2] as detalle_en, t.detalle[3] as que_hacer_es, t.detalle[4] as que_hacer_en,
       t.intentos, t.creado_en, t.actualizado_en, t.terminado_en
  from trabajo t
 where t.id = $1::uuid
