update correo_parte set clase = $3::text where correo_id = $1::uuid and n = $2::int
