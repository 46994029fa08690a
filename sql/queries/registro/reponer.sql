-- Entries of files that the registry's journal does not know and that nobody is at: from before the upgrade, or their job came to nothing.
with faltan as (
  select a.expediente_id, a.n
    from asiento a
   where a.expediente_id is not null
     and not exists (select from registro_acto r where r.asiento = a.numero)
     and not exists (select from trabajo t where t.expediente_id = a.expediente_id and t.n = a.n and t.clase = 'asentar'
                        and t.estado in ('pendiente', 'en_curso'))
   order by a.inscrito_en, a.numero
   limit $1::int
), puestos as (
  insert into trabajo (id, expediente_id, n, clase, creado_en, actualizado_en)
  select gen_random_uuid(), expediente_id, n, 'asentar', now(), now() from faltan
  on conflict (expediente_id, n, clase) do update
     set estado = 'pendiente', intentos = 0, caidas = 0, problema = null, detalle = null, resultado = null, resultado_local = null,
         terminado_en = null, disponible_en = now() + interval '1 minute', actualizado_en = now()
   where trabajo.estado in ('hecho', 'fallido')
  returning expediente_id
)
select (select count(*) from puestos)::int as puestos
