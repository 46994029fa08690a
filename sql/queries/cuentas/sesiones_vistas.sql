-- When sessions were last used: written together, from time to time.
update sesion s set vista_en = v.vista_en
  from unnest($1::uuid[], $2::timestamptz[]) as v (id, vista_en)
 where s.id = v.id and s.vista_en < v.vista_en
