-- Open files that a script may have something to do in: those that moved since it was last refused there, or it was a while ago.
select e.id, e.organizacion_id, e.version, coalesce(f.guion, o.guion, $1::text) as guion
  from expediente e
  left join ensayo_guion f on f.sujeto = e.id
  left join ensayo_guion o on o.sujeto = e.organizacion_id
  left join ensayo_intento i on i.expediente_id = e.id
 where e.estado not in ('borrador', 'concluido') and coalesce(f.guion, o.guion, $1::text) <> $2::text
   and (i.expediente_id is null or i.version <> e.version or i.guion <> coalesce(f.guion, o.guion, $1::text) or i.intentado_en < now() - $3::int * interval '1 millisecond')
 order by e.id
 limit $4::int
