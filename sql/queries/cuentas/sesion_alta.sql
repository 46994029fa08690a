-- A session; of one person's, those beyond twenty end, the oldest first.
with viejas as (
  update sesion set cerrada_en = $5::timestamptz where id in (
    select id from sesion where usuario_id = $3::uuid and cerrada_en is null order by creada_en desc offset 19))
insert into sesion (id, sha256, usuario_id, metodo, creada_en, vista_en, elevada_en, vence_en, direccion, agente)
values ($1::uuid, $2::bytea, $3::uuid, $4::text, $5::timestamptz, $5::timestamptz, $5::timestamptz, $6::timestamptz, $7::text, $8::text)
