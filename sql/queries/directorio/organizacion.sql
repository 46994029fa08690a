select id, nombre, siglas, nivel, cve_ent, municipio, activa, exige_certificado, version, creada_en from organizacion where id = $1::uuid
