-- Outbox rows `vigencia.12`, `.6` and `.3` (months left) for inscribed files whose term ends within them, once for each term; $1: today, $2: now. Who comes late is
-- told the nearest only.
with vence as (
  select f.asiento, f.vigencia_hasta, a.expediente_id, a.n,
         case when f.vigencia_hasta <= ($1::date + interval '3 months')::date then 3
              when f.vigencia_hasta <= ($1::date + interval '6 months')::date then 6 else 12 end as meses
    from asiento_ficha f join asiento a on a.numero = f.asiento collate "default" -- the card's own would pass the primary key by
   where f.hasta is null
     and f.vigencia_hasta between $1::date and ($1::date + interval '12 months')::date
     and (f.terminado_en is null or f.terminado_en > $1)
     and a.expediente_id is not null
), nuevo as (
  insert into vigilancia_aviso (asiento, vigencia_hasta, meses, avisado_en)
  select v.asiento, v.vigencia_hasta, v.meses, $2::timestamptz
    from vence v
   where not exists (select from vigilancia_aviso x where x.asiento = v.asiento and x.vigencia_hasta = v.vigencia_hasta and x.meses = v.meses)
   order by v.vigencia_hasta, v.asiento
   limit 1000
  on conflict do nothing
  returning asiento, meses
)
insert into bandeja_salida (expediente_id, n, tipo, creado_en)
select v.expediente_id, v.n, 'vigencia.' || n.meses, $2
  from nuevo n join vence v on v.asiento = n.asiento
