-- Which script answers a file ($1, null: none) of an organisation ($2), and what it last was refused there.
select coalesce(f.guion, o.guion, $3::text) as guion, f.guion is not null as propio, i.problema, i.detalle
  from (select 1) uno
  left join ensayo_guion f on f.sujeto = $1::uuid
  left join ensayo_guion o on o.sujeto = $2::uuid
  left join expediente e on e.id = $1::uuid
  left join ensayo_intento i on i.expediente_id = e.id and i.version = e.version and i.guion = coalesce(f.guion, o.guion, $3::text)
