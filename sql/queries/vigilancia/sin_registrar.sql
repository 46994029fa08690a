-- Files that should be inscribed by now, $1 being today: a signed copy came and is not inscribed yet, or the intended day of signing went by without one.
select e.id, e.folio, e.organizacion_id, e.cve_ent, e.estado, f.denominacion, f.fecha_firma_pretendida
  from expediente e join expediente_ficha f on f.expediente_id = e.id
 where e.estado in ('respondido', 'copia_recibida', 'registro_solicitado', 'registro_observado')
   and f.fecha_firma_pretendida < $1::date
   and ($2::uuid is null or e.id > $2)
 order by e.id
 limit $3::int
