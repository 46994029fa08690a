-- Takes the mail that has waited longest, for $1 milliseconds. Events of the types $2 wait for their sealed document, $3 seconds at most. One whose worker
-- went away while it was being sent may have been sent: `repetido`, and it says so. Nobody waits for anybody (skip locked).
with libre as materialized (
  select a.id
    from aviso_correo a
    left join evento v on v.seq = a.seq
   where a.estado in ('pendiente', 'enviando') and a.disponible_en <= now() and (a.tomada_hasta is null or a.tomada_hasta <= now())
     and (v.tipo is null or v.tipo <> all($2::text[]) or a.creado_en < now() - $3::int * interval '1 second'
          or exists (select from documento_emitido d where d.expediente_id = v.expediente_id and d.n = v.n))
   order by a.disponible_en, a.seq, a.id
   limit 1
   for update of a skip locked
), tomada as (
  update aviso_correo a
     set repetido = a.repetido or a.estado = 'enviando', estado = 'enviando', intentos = a.intentos + 1, tomas = a.tomas + 1,
         tomada_hasta = now() + $1::int * interval '1 millisecond'
    from libre where a.id = libre.id
  returning a.id, a.seq, a.dia, a.usuario_id, a.repetido, a.intentos, a.tomas, a.creado_en
)
select t.id, t.dia, t.repetido, t.intentos, t.tomas, t.creado_en, u.id as usuario_id, u.nombre, u.correo, u.rol, o.nombre as organizacion, v.tipo, v.ocurrido_en, v.expediente_id, e.folio,
       e.vence, f.denominacion, d.id as documento, d.codigo
  from tomada t
  join usuario u on u.id = t.usuario_id
  join organizacion o on o.id = u.organizacion_id
  left join evento v on v.seq = t.seq
  left join expediente e on e.id = v.expediente_id
  left join expediente_ficha f on f.expediente_id = v.expediente_id
  left join lateral (select d.id, d.codigo from documento_emitido d where d.expediente_id = v.expediente_id and d.n = v.n order by d.sellado_en limit 1) d on true
