-- Is there a dictamen on this text, in another file than $2? Its folio only for a caller who may see that file (rules 2 and 11).
select e.id,
       case when expediente_visible($3::text, $4::uuid, $5::text, e.organizacion_id, e.cve_ent, e.nivel, e.compartido, e.turnado_cja, e.estado,
                                    $3::text = 'enlace_estatal' and delegada($4::uuid, e.organizacion_id))
            then e.folio end as folio
  from instrumento_dictaminado d join expediente e on e.id = d.expediente_id
 where d.huella = $1::bytea and d.expediente_id <> $2::uuid
