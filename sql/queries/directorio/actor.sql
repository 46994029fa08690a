-- A person of the directory as one who acts, in the form of a key's row.
select null::uuid as clave_id, '' as ambitos, null::timestamptz as expira_en, null::timestamptz as revocada_en, u.id as usuario_id, u.organizacion_id,
       u.rol, u.maquina, u.activo, o.activa as organizacion_activa, o.cve_ent, o.exige_certificado,
       certificados_vigentes(o.id, $2::timestamptz) as certificados
  from usuario u
  join organizacion o on o.id = u.organizacion_id
 where u.id = $1::uuid
