-- The document with this code or these bytes (the other parameter null), and whether a later act says that it corrects the act it came from.
select d.id, d.expediente_id, d.n, d.clase, d.nombre, d.numero, d.fecha, d.tamano, d.sha256, d.codigo, d.certificado, d.sello, d.sello_nota,
       d.sellado_en, d.plantillas,
       exists (select from acto a where a.expediente_id = d.expediente_id and a.n > d.n and (a.datos::jsonb ->> 'corrige')::int = d.n) as corregido
  from documento_emitido d
 where d.codigo = $1::text or d.sha256 = $2::bytea
