-- By what names it among people, for idempotent loading.
select id, nombre, siglas, nivel, cve_ent, municipio, activa, exige_certificado, version, creada_en
  from organizacion
 where nombre = $1::text and nivel = $2::text and cve_ent = $3::text
 order by id
 limit 1
