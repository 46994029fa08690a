-- The journal's end: how many acts, and when the last one was.
select coalesce((select indice + 1 from registro_acto order by indice desc limit 1), 0)::bigint as tamano,
       (select registrado_en from registro_acto order by indice desc limit 1) as ultimo
