-- One entry as it stands, or as it stood before an instant: its card, who succeeded it, its constancia. Only what a file inscribed has its text here: a
-- table that was loaded may name any document by its digest, one of a file that nobody may see among them.
select f.asiento, f.n, f.indice, f.desde, f.hasta, f.region, f.datos,
       array_to_string(array(select s.asiento from asiento_ficha s where s.antecesor = $1::text and s.hasta is null order by s.asiento limit 50), '|') as sucesores,
       a.expediente_id is not null and f.texto_sha256 is not null as texto_aqui,
       d.codigo, d.nombre as constancia_nombre, d.sha256 as constancia_sha256, d.tamano as constancia_tamano
  from asiento_ficha f
  join asiento a on a.numero = $1::text -- not f.asiento, whose collation its primary key has not; nor has the index of predecessors
  left join documento_emitido d on d.expediente_id = a.expediente_id and d.n = a.n and d.clase = 'constancia'
 where f.asiento = $1::text
   and (($2::timestamptz is null and f.hasta is null) or (f.desde < $2::timestamptz and (f.hasta is null or f.hasta >= $2::timestamptz)))
