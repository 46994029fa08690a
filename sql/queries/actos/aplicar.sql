-- A group of acts in one statement: each applies only if its file is still at the version on which it was decided. Returns the files that
-- moved; the others lost their race. Each file appears at most once. The rules were decided before; the database checks the version, the
-- allowed transition (foreign key) and that the actor may touch the file (row-level security on acto).
with q as materialized (
  select * from unnest(
    $1::uuid[], $2::int[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::date[], $8::uuid[], $9::uuid[], $10::text[],
    $11::text[], $12::text[], $13::bytea[], $14::bytea[],
    $15::text[], $16::text[], $17::date[], $18::uuid[], $19::uuid[], $20::bool[], $21::bool[], $22::text[], $23::int[],
    $24::text[], $25::bytea[], $26::int[], $27::text[], $28::text[])
  as q(id, version, acto, desde, hacia, registrado_en, fecha_legal, usuario_id, organizacion_id, rol,
       datos, efectos, anterior, hash,
       turno, folio, vence, responsable_dgcp, responsable_cja, turnado_cja, compartido, nivel, calendario_version,
       clave, huella, http, cuerpo, encabezados)
), movido as (
  update expediente e
     set estado = q.hacia, turno = q.turno, version = e.version + 1, hash = q.hash, folio = coalesce(e.folio, q.folio), vence = q.vence,
         responsable_dgcp = q.responsable_dgcp, responsable_cja = q.responsable_cja, turnado_cja = q.turnado_cja, compartido = q.compartido,
         nivel = q.nivel,
         calendario_version = greatest(e.calendario_version, q.calendario_version), actualizado_en = q.registrado_en
    from q
   where e.id = q.id and e.version = q.version and e.hash = q.anterior
  returning e.id
), anexado as (
  insert into acto (expediente_id, n, acto, desde, hacia, registrado_en, fecha_legal, usuario_id, organizacion_id, rol, datos, efectos, anterior, hash)
  select q.id, q.version + 1, q.acto, q.desde, q.hacia, q.registrado_en, q.fecha_legal, q.usuario_id, q.organizacion_id, q.rol, q.datos, q.efectos,
         q.anterior, q.hash
    from q join movido using (id)
), salida as (
  insert into bandeja_salida (expediente_id, n, tipo, creado_en)
  select q.id, q.version + 1, q.acto, q.registrado_en from q join movido using (id)
), recordado as (
  insert into idempotencia (usuario_id, clave, huella, http, cuerpo, encabezados, creada_en)
  select q.usuario_id, q.clave, q.huella, q.http, q.cuerpo, q.encabezados, q.registrado_en from q join movido using (id) where q.clave is not null
)
select id from movido
