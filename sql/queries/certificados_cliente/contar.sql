-- Of an organisation: `vivos`, neither revoked nor expired at $2; `vigentes`, those whose term has begun too.
select count(*)::int as vivos, (count(*) filter (where desde <= $2::timestamptz))::int as vigentes
  from organizacion_certificado
 where organizacion_id = $1::uuid and revocado_en is null and vence_en > $2::timestamptz
