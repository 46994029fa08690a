-- What a set was made of, by name.
select p.key as nombre, (p.value ->> 'version')::int as version, p.value ->> 'texto' as texto, null::int as de_version, null::text as motivo, null::uuid as usuario_id,
       null::text as usuario, null::timestamptz as creada_en
  from plantilla_juego j, jsonb_each(j.contenido) p
 where j.sha256 = $1::bytea
 order by p.key collate "C"
