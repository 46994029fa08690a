-- The municipalities of a file; those that its states had and the file has not are no longer in force. Twice the same file changes nothing.
with q as (select * from unnest($1::text[], $2::text[], $3::text[]) as q (cve_ent, cve_mun, nombre)),
     puestos as (
       insert into municipio as m (cve_ent, cve_mun, nombre, fuente)
       select cve_ent, cve_mun, nombre, $4::text from q
       on conflict (cve_ent, cve_mun) do update set nombre = excluded.nombre, fuente = excluded.fuente, vigente = true
        where m.nombre <> excluded.nombre or not m.vigente
       returning xmax = 0 as nuevo),
     retirados as (
       update municipio m set vigente = false
        where m.vigente and m.cve_ent in (select cve_ent from q)
          and not exists (select from q where q.cve_ent = m.cve_ent and q.cve_mun = m.cve_mun)
       returning 1),
     otra as (
       update municipio_version set version = version + 1 where exists (select from puestos) or exists (select from retirados))
select (select count(*) from puestos where nuevo)::int as nuevos, (select count(*) from puestos where not nuevo)::int as cambiados,
       (select count(*) from retirados)::int as retirados
