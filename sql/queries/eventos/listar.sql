-- Events after $1 up to $5, in order, as the caller may see them; $2: of this organisation only, $3: of this federal entity only (for the indexes; row-level
-- security judges anyway).
select v.seq, v.id, v.expediente_id, v.organizacion_id, v.n, v.tipo, v.estado, v.ocurrido_en
  from evento v
 where v.seq > $1::bigint and v.seq <= $5::bigint
   and ($2::uuid is null or (v.organizacion_id = $2 and v.alcance <> 'oficinas'))
   and ($3::text is null or (v.cve_ent = $3 and v.alcance = 'estado'))
 order by v.seq
 limit $4::int
