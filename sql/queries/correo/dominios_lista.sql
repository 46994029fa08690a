select dominio, organizacion_id, subdominios, creado_en from organizacion_dominio where organizacion_id = $1::uuid order by dominio
