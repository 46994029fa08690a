-- The days in force in a version.
select fecha, habilitado, motivo, fuente, origen
  from calendario_dia
 where alta <= $1::int and (baja is null or baja > $1::int)
 order by fecha, habilitado, motivo, alta
