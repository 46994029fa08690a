insert into organizacion (id, nombre, siglas, nivel, cve_ent, municipio)
values ($1::uuid, $2::text, $3::text, $4::text, $5::text, $6::text)
