-- pgbench: the act of actos.lua, one per transaction and in one statement: what sql/queries/actos/aplicar.sql does for a group.
-- Client c owns the files primero + c * propios …; k counts its acts, so that it knows each file's version without asking.
\set i :primero + :client_id * :propios + mod(:k, :propios)
\set version 1 + :k / :propios
\set k :k + 1
with movido as (
  update expediente e
     set estado = 'borrador', turno = 'gobierno_local', version = e.version + 1, hash = sha256('x'), folio = coalesce(e.folio, null), vence = null,
         responsable_dgcp = null, responsable_cja = null, turnado_cja = false, compartido = false, nivel = 'municipal',
         calendario_version = greatest(e.calendario_version, 0), actualizado_en = now()
   where e.id = ('0' || to_hex(1700000000000 + :i) || '70008' || left(md5(:i::text), 15))::uuid and e.version = :version
  returning e.id, e.version
), anexado as (
  insert into acto (expediente_id, n, acto, desde, hacia, registrado_en, fecha_legal, usuario_id, organizacion_id, rol, datos, efectos, anterior, hash)
  select id, version, 'anotar', 'borrador', 'borrador', now(), null, :usuario::uuid, :organizacion::uuid, 'dgcp', :datos::text, :efectos::text,
         sha256('x'), sha256('x')
    from movido
), salida as (
  insert into bandeja_salida (expediente_id, n, tipo, creado_en) select id, version, 'anotar', now() from movido
)
select id from movido;
