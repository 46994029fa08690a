-- Uses it, and with it every other of the same person: whoever comes second changes nothing.
with este as (
  update cuenta_carta set usado_en = $2::timestamptz where enlace_sha256 = $1::bytea and usado_en is null and vence_en > $2::timestamptz returning usuario_id
), otros as (
  update cuenta_carta c set usado_en = $2::timestamptz from este where c.usuario_id = este.usuario_id and c.enlace_sha256 <> $1::bytea and c.usado_en is null
)
select usuario_id from este
