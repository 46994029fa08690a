-- What is on the table of $2, of office $1: assigned to nobody or to that person; what falls due first, first.
select e.folio, e.estado, e.vence, f.denominacion, o.nombre as organizacion
  from expediente e
  join organizacion o on o.id = e.organizacion_id
  left join expediente_ficha f on f.expediente_id = e.id
 where e.turno = $1::text and e.estado <> 'concluido'
   and coalesce(case $1::text when 'dgcp' then e.responsable_dgcp else e.responsable_cja end, $2::uuid) = $2::uuid
 order by e.vence nulls last, e.id
 limit $3::int
