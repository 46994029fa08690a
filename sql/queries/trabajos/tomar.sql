-- Takes the job that has waited longest among the classes $1, for $2 milliseconds. One whose worker went away $3 times is not tried again: it comes back
-- as failed. Nobody waits for anybody (skip locked). The database's clock, so that all instances mean the same instant.
with libre as (
  select id from trabajo
   where estado in ('pendiente', 'en_curso') and disponible_en <= now() and clase = any($1::text[])
   order by disponible_en
   limit 1
   for update skip locked
)
update trabajo t
   set estado = case when t.estado = 'en_curso' and t.caidas + 1 >= $3::int then 'fallido' else 'en_curso' end,
       caidas = t.caidas + (t.estado = 'en_curso')::int,
       intentos = t.intentos + 1, tomas = t.tomas + 1,
       disponible_en = now() + $2::int * interval '1 millisecond',
       terminado_en = case when t.estado = 'en_curso' and t.caidas + 1 >= $3::int then now() end,
       problema = case when t.estado = 'en_curso' and t.caidas + 1 >= $3::int then $4::text end,
       detalle = case when t.estado = 'en_curso' and t.caidas + 1 >= $3::int then $5::text[] end,
       hechas = 0, total = 0, avance = '', actualizado_en = now()
  from libre
 where t.id = libre.id
returning t.id, t.expediente_id, t.n, t.clase, t.estado, t.intentos, t.tomas
