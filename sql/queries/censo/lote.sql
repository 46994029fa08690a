-- The journals of the next $2 files after $1, as far as statistics need them: what moved, when, whether a computation was in time, whether an opinion refused.
select e.id, e.cve_ent, a.acto, a.desde, a.hacia, a.registrado_en,
       case when a.acto in ('turnar', 'recibir', 'reprogramar_firma', 'recomputar_plazos') then (a.efectos::json #>> '{computo,en_tiempo}')::boolean end as en_tiempo,
       a.acto = 'dictaminar' and a.datos::json ->> 'sentido' = 'improcedente' as improcedente
  from (select id, cve_ent from expediente where id > $1::uuid order by id limit $2::int) e
  join acto a on a.expediente_id = e.id
 order by e.id, a.n
