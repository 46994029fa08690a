-- The last version of each template that was ever changed. A null text: the file's.
select distinct on (v.nombre) v.nombre, v.version, v.texto, v.de_version, v.motivo, v.usuario_id, u.nombre as usuario, v.creada_en
  from plantilla_version v left join usuario u on u.id = v.usuario_id
 order by v.nombre, v.version desc
