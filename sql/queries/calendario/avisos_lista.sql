-- Newest first. $1: before this version (NULL = from the newest); $2: rows; $3: only this version (NULL = any).
-- The days of a load are counted, not listed: GET /v1/calendario/{anio} shows them.
select v.version, v.tipo, v.fuente, v.motivo, v.revoca, v.usuario_id, v.publicado_en,
       array_to_string(v.anios, ',') as anios,
       (select min(r.version) from calendario_aviso r where r.revoca = v.version) as revocado_por,
       (select count(*)::int from calendario_dia d where d.alta = v.version) as n_dias,
       case when v.tipo = 'carga' then ''
            else (select coalesce(string_agg(to_char(d.fecha, 'YYYY-MM-DD'), ',' order by d.fecha), '')
                    from calendario_dia d where d.alta = v.version) end as dias
  from calendario_aviso v
 where ($1::int is null or v.version < $1::int)
   and ($3::int is null or v.version = $3::int)
 order by v.version desc
 limit $2::int
