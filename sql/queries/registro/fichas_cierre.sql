-- What stood until now ends where the new act begins.
update asiento_ficha f set hasta = q.en
  from unnest($1::text[], $2::int[], $3::timestamptz[]) as q(asiento, n, en)
 where f.asiento = q.asiento and f.n = q.n - 1 and f.hasta is null
