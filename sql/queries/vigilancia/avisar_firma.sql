-- Outbox rows `registro.pendiente` for the files of sin_registrar.sql: the day after the intended day of signing, a month after and three, once each; $1: today, $2: now.
-- Who comes late is told once.
with pasada as (
  select e.id, e.version, f.fecha_firma_pretendida as fecha,
         case when $1::date > (f.fecha_firma_pretendida + interval '3 months')::date then 3
              when $1::date > (f.fecha_firma_pretendida + interval '1 month')::date then 1 else 0 end as meses
    from expediente e join expediente_ficha f on f.expediente_id = e.id
   where e.estado in ('respondido', 'copia_recibida', 'registro_solicitado', 'registro_observado')
     and f.fecha_firma_pretendida < $1
), nuevo as (
  insert into vigilancia_firma (expediente_id, fecha_firma, meses, avisado_en)
  select p.id, p.fecha, p.meses, $2::timestamptz
    from pasada p
   where not exists (select from vigilancia_firma x where x.expediente_id = p.id and x.fecha_firma = p.fecha and x.meses = p.meses)
   order by p.fecha, p.id
   limit 1000
  on conflict do nothing
  returning expediente_id
)
insert into bandeja_salida (expediente_id, n, tipo, creado_en)
select p.id, p.version, 'registro.pendiente', $2
  from nuevo n join pasada p on p.id = n.expediente_id
