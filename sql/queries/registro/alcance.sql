-- What the registry covers: how many entries, and the first and the last known day of signature. Each from the end of an index.
select coalesce((select n from registro_conteo where tabla = 'total' and fila = '' and columna = ''), 0)::bigint as asientos,
       (select fecha_firma from asiento_ficha where hasta is null and coalesce(fecha_firma, '-infinity') > '-infinity'
         order by coalesce(fecha_firma, '-infinity'), asiento limit 1) as primera,
       (select fecha_firma from asiento_ficha where hasta is null and coalesce(fecha_firma, '-infinity') > '-infinity'
         order by coalesce(fecha_firma, '-infinity') desc, asiento desc limit 1) as ultima
