insert into ensayo_guion (sujeto, guion, elegido_por, elegido_en) values ($1::uuid, $2::text, $3::uuid, $4::timestamptz)
on conflict (sujeto) do update set guion = excluded.guion, elegido_por = excluded.elegido_por, elegido_en = excluded.elegido_en
