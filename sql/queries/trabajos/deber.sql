-- The jobs that the acts of a group leave, in the transaction of the acts: only for acts that were applied just now (their hash stands in the journal).
insert into trabajo (id, expediente_id, n, clase, creado_en, actualizado_en)
select q.id, q.expediente_id, q.n, q.clase, q.en, q.en
  from unnest($1::uuid[], $2::uuid[], $3::int[], $4::bytea[], $5::text[], $6::timestamptz[]) as q(id, expediente_id, n, hash, clase, en)
  join acto a on a.expediente_id = q.expediente_id and a.n = q.n and a.hash = q.hash
