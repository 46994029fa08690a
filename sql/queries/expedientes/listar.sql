-- One page of the files that the caller may see (row-level security), newest first or oldest first, by keyset on the id (UUIDv7: by time of opening).
-- $1 states, $2 turn, $3 organisation, $4 person in charge, $5 due before, $6 words, $7 last id of the page before, $8 oldest first, $9 rows.
select e.id, e.folio, e.organizacion_id, e.cve_ent, e.estado, e.turno, e.version, e.vence, e.actualizado_en, f.denominacion, f.tipo,
       f.contrapartes, f.fecha_firma_pretendida
  from expediente e join expediente_ficha f on f.expediente_id = e.id
 where ($1::text[] is null or e.estado = any($1::text[]))
   and ($2::text is null or (e.turno = $2::text and e.estado <> 'concluido'))
   and ($3::uuid is null or e.organizacion_id = $3::uuid)
   and ($4::uuid is null or e.responsable_dgcp = $4::uuid or e.responsable_cja = $4::uuid)
   and ($5::date is null or e.vence < $5::date)
   and ($6::text is null or f.busqueda like $6::text)
   and ($7::uuid is null or case when $8::bool then e.id > $7::uuid else e.id < $7::uuid end)
 order by case when $8::bool then e.id end asc, case when not $8::bool then e.id end desc
 limit $9::int
