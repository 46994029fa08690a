update correo set respuesta = $2::text, respuesta_en = $3::timestamptz, respuesta_error = $4::text, version = version + 1
 where id = $1::uuid and respuesta = 'enviando'
returning id
