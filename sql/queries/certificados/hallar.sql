-- The certificate with this code or these bytes (the other parameter null), and whether its entry has later acts.
select c.codigo, c.sha256, c.asiento, c.n, c.tamano, c.certificado, c.sello, c.sello_nota, c.sellado_en, c.numero, c.criterios, c.momento,
       exists (select from registro_acto a where a.asiento = c.asiento and a.n > c.n) as superado
  from certificado_emitido c
 where c.codigo = $1::text or c.sha256 = $2::bytea
