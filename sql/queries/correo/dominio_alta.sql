insert into organizacion_dominio (dominio, organizacion_id, subdominios) values ($1::text, $2::uuid, $3::boolean)
