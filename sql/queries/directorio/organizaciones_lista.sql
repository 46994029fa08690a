-- One page by id. $1–$3: the caller ('sistema' sees all); $4: after this id; $5: rows; $6: only active ones; $7: words that must all
-- appear, as LIKE patterns in lower case without accents; $8: this one only.
-- A local government is listed those of its state too, in which it may delegate; asked for by id they are not there, for what it may do is only with its own.
select id, nombre, siglas, nivel, cve_ent, municipio, activa, exige_certificado, version, creada_en
  from organizacion
 where case $1::text
         when 'gobierno_local' then id = $2::uuid or ($8::uuid is null and nivel = 'estatal' and cve_ent = $3::text)
         when 'enlace_estatal' then id = $2::uuid or (nivel = 'municipal' and cve_ent = $3::text)
         when 'dgcp' then true
         when 'cja' then true
         when 'cja_titular' then true
         when 'auditoria' then true
         when 'administracion' then true
         when 'sistema' then true
         else false
       end
   and ($4::uuid is null or id > $4::uuid)
   and (activa or not $6::boolean)
   and not exists (select from unnest($7::text[]) as p (patron)
                    where translate(lower(nombre || ' ' || siglas || ' ' || municipio), 'áéíóúüñÁÉÍÓÚÜÑ', 'aeiouunaeiouun') not like p.patron)
   and ($8::uuid is null or id = $8::uuid)
 order by id
 limit $5::int
