-- One reminder per file and version whose day falls due from $1 to $2. $3: now.
insert into bandeja_salida (expediente_id, n, tipo, creado_en)
select e.id, e.version, 'plazo.proximo', $3::timestamptz
  from expediente e
 where e.vence between $1::date and $2::date
   and e.estado <> 'concluido'
   and not exists (select from bandeja_salida b where b.expediente_id = e.id and b.n = e.version and b.tipo = 'plazo.proximo' and b.tipo like 'plazo.%')
 order by e.vence, e.id
 limit 1000
on conflict do nothing
