-- What some acts leave besides their journal entry, in the same transaction: number, dictamen on an instrument, registry entry, card.
-- Only for acts that were applied just now (their hash stands in the journal).
with q as materialized (
  select q.* from unnest($1::uuid[], $2::int[], $3::bytea[], $4::text[], $5::int[], $6::int[], $7::text[], $8::bytea[], $9::bool[], $10::timestamptz[],
                         $11::bool[], $12::text[], $13::text[], $14::text[], $15::date[], $16::text[], $17::bytea[])
    as q(id, n, hash, serie, anio, numero, texto, huella_dictamen, asienta, en, ficha, denominacion, tipo, contrapartes, fecha_firma, busqueda, huella)
  join acto a on a.expediente_id = q.id and a.n = q.n and a.hash = q.hash
), numerado as (
  insert into numero (serie, anio, numero, texto, expediente_id, n)
  select serie, anio, numero, texto, id, n from q where serie is not null
), dictaminado as (
  insert into instrumento_dictaminado (huella, expediente_id, n) select huella_dictamen, id, n from q where huella_dictamen is not null
), asentado as (
  insert into asiento (numero, expediente_id, n, inscrito_en) select texto, id, n, en from q where asienta
)
update expediente_ficha f
   set denominacion = case when q.ficha then q.denominacion else f.denominacion end,
       tipo = case when q.ficha then q.tipo else f.tipo end,
       contrapartes = case when q.ficha then q.contrapartes else f.contrapartes end,
       fecha_firma_pretendida = case when q.ficha then q.fecha_firma else f.fecha_firma_pretendida end,
       busqueda = case when q.ficha then q.busqueda else f.busqueda end,
       huella = coalesce(q.huella, f.huella)
  from q
 where f.expediente_id = q.id and (q.ficha or q.huella is not null)
