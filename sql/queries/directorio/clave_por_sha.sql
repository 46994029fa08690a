-- Everything that decides whether a key is good, in one row.
select k.id as clave_id, array_to_string(k.ambitos, ',') as ambitos, k.expira_en, k.revocada_en, u.id as usuario_id, u.organizacion_id,
       u.rol, u.maquina, u.activo, o.activa as organizacion_activa, o.cve_ent, o.exige_certificado,
       certificados_vigentes(o.id, $2::timestamptz) as certificados
  from clave_api k
  join usuario u on u.id = k.usuario_id
  join organizacion o on o.id = u.organizacion_id
 where k.sha256 = $1::bytea
