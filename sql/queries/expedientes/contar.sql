-- Exact number behind a list, only when asked for; the same filters and the same lock as expedientes/listar.
select count(*) as total
  from expediente e join expediente_ficha f on f.expediente_id = e.id
 where ($1::text[] is null or e.estado = any($1::text[]))
   and ($2::text is null or (e.turno = $2::text and e.estado <> 'concluido'))
   and ($3::uuid is null or e.organizacion_id = $3::uuid)
   and ($4::uuid is null or e.responsable_dgcp = $4::uuid or e.responsable_cja = $4::uuid)
   and ($5::date is null or e.vence < $5::date)
   and ($6::text is null or f.busqueda like $6::text)
