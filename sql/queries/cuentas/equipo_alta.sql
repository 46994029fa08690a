-- A device of this person; beyond twenty the one not seen for longest is forgotten. $1: person; $2: hash; $3: now.
with viejos as (
  delete from cuenta_equipo where usuario_id = $1::uuid and sha256 in (
    select sha256 from cuenta_equipo where usuario_id = $1::uuid and sha256 <> $2::bytea order by visto_en desc offset 19))
insert into cuenta_equipo (sha256, usuario_id, creado_en, visto_en) values ($2::bytea, $1::uuid, $3::timestamptz, $3::timestamptz)
on conflict (usuario_id, sha256) do update set visto_en = $3::timestamptz
