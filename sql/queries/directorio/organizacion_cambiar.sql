-- Of the version that was read; what it is to files (level, state) never changes.
update organizacion set nombre = $3::text, siglas = $4::text, municipio = $5::text, activa = $6::boolean,
       exige_certificado = $7::boolean, version = version + 1
 where id = $1::uuid and version = $2::int
