-- What the service wrote in a file, oldest act first. No row when the caller may not see the file (row-level security).
select id, expediente_id, n, clase, nombre, numero, fecha, tamano, sha256, codigo, certificado, sello, sello_nota, sellado_en, plantillas
  from documento_emitido
 where expediente_id = $1::uuid
 order by n, clase
