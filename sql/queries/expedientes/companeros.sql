-- Presented files between the same parties as file $1: its organisation, or a counterpart whose name is among the patterns $3. Newest first.
-- A file that the caller may not see gives no row (row-level security).
select e.id
  from expediente e join expediente_ficha f on f.expediente_id = e.id
 where e.id <> $1::uuid and e.estado <> 'borrador'
   and (e.organizacion_id = $2::uuid or f.busqueda like any($3::text[]))
 order by e.id desc
 limit $4::int
