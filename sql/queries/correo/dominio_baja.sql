delete from organizacion_dominio where dominio = $1::text and organizacion_id = $2::uuid
