-- Answers kept for these keys (24 h). A record past its time makes room, so that its key can serve again.
with q as materialized (
  select * from unnest($1::uuid[], $2::text[]) as q(usuario_id, clave)
), vencidas as (
  delete from idempotencia i using q
   where i.usuario_id = q.usuario_id and i.clave = q.clave and i.creada_en <= now() - interval '24 hours'
)
select i.usuario_id, i.clave, i.huella, i.http, i.cuerpo, i.encabezados
  from q join idempotencia i using (usuario_id, clave)
 where i.creada_en > now() - interval '24 hours'
