-- Years whose SRE calendar is loaded in a version; a revoked notice completes none.
select distinct a.anio
  from calendario_aviso v cross join lateral unnest(v.anios) as a (anio)
 where v.version <= $1::int
   and not exists (select from calendario_aviso r where r.revoca = v.version and r.version <= $1::int)
 order by a.anio
