-- The registry's version: how many acts its journal has, one row of the primary key's end; those of the catalogue of municipalities and of the words.
select coalesce((select indice + 1 from registro_acto order by indice desc limit 1), 0)::bigint as version,
       (select version from municipio_version) as municipios, (select version from registro_indice) as palabras
