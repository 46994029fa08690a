insert into ensayo_intento (expediente_id, version, guion, problema, detalle) values ($1::uuid, $2::int, $3::text, $4::text, $5::text)
on conflict (expediente_id) do update set version = excluded.version, guion = excluded.guion, problema = excluded.problema, detalle = excluded.detalle,
  intentado_en = now()
