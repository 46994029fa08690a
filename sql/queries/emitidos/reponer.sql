-- Acts that owe a document and have none although nobody is at it: from before the upgrade, or their job came to nothing. Looks at $4 files after $1,
-- so that a pass over many files is many short statements; makes at most $5 jobs. $2 acts and $3 the classes they owe, in pairs.
with archivos as (
  select id from expediente where id > $1::uuid order by id limit $4::int
), faltan as (
  select a.expediente_id, a.n
    from archivos f
    join acto a on a.expediente_id = f.id
    join unnest($2::text[], $3::text[]) as debe(acto, clase) on debe.acto = a.acto
   where not exists (select from documento_emitido d where d.expediente_id = a.expediente_id and d.n = a.n and d.clase = debe.clase)
     and not exists (select from trabajo t where t.expediente_id = a.expediente_id and t.n = a.n and t.clase = 'emitir'
                        and t.estado in ('pendiente', 'en_curso'))
   order by a.expediente_id, a.n
   limit $5::int
), puestos as (
  insert into trabajo (id, expediente_id, n, clase, creado_en, actualizado_en)
  select gen_random_uuid(), expediente_id, n, 'emitir', now(), now() from faltan
  on conflict (expediente_id, n, clase) do update
     set estado = 'pendiente', intentos = 0, caidas = 0, problema = null, detalle = null, resultado = null, resultado_local = null,
         terminado_en = null, disponible_en = now(), actualizado_en = now()
   where trabajo.estado in ('hecho', 'fallido')
  returning expediente_id
)
select (select count(*) from puestos)::int as puestos, (select id from archivos order by id desc limit 1) as ultimo
