-- How many acts the journal has, and when the first and the last were recorded.
select coalesce((select indice + 1 from registro_acto order by indice desc limit 1), 0)::bigint as tamano,
       (select registrado_en from registro_acto order by indice limit 1) as primero,
       (select registrado_en from registro_acto order by indice desc limit 1) as ultimo
