-- Years whose SRE calendar is loaded, up to a version.
select distinct a.anio from calendario_aviso v cross join lateral unnest(v.anios) as a (anio) where v.version <= $1::int order by a.anio
