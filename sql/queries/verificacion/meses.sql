-- The first value of a day, by the month of signature, that is not what counting the present entries gives.
with debe as (
  select v.dimension collate "C" as dimension, v.valor collate "C" as valor, coalesce(date_trunc('month', f.fecha_firma::timestamp)::date, '-infinity') as mes, count(*) as n
    from asiento_ficha f, registro_fechas(f.vigencia_desde, f.vigencia_hasta, f.inscrito_en) v
   where f.hasta is null
   group by 1, 2, 3
)
select dimension as tabla, valor as fila, mes::text as columna
  from registro_mes r full join debe d using (dimension, valor, mes)
 where coalesce(r.n, 0) <> coalesce(d.n, 0)
 order by dimension, valor, mes
 limit 1
