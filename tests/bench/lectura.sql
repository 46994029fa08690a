-- pgbench: the select behind a read: the narrow row and its acts, by id (sql/queries/expedientes/cargar.sql for one file that is not known yet).
\set i random(:primero, :primero + :cuantos - 1)
select e.id, e.version, a.n, a.acto, a.desde, a.hacia, a.registrado_en, a.fecha_legal, a.usuario_id, a.organizacion_id, a.rol, a.datos,
       a.efectos, a.anterior, a.hash
  from expediente e left join acto a on a.expediente_id = e.id
 where e.id = ('0' || to_hex(1700000000000 + :i) || '70008' || left(md5(:i::text), 15))::uuid
 order by a.n;
