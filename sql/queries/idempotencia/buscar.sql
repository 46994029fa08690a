-- Answers kept for these keys (24 h).
select i.usuario_id, i.clave, i.huella, i.http, i.cuerpo, i.encabezados
  from unnest($1::uuid[], $2::text[]) as q(usuario_id, clave)
  join idempotencia i using (usuario_id, clave)
 where i.creada_en > now() - interval '24 hours'
