select id, usuario_id, array_to_string(ambitos, ',') as ambitos, expira_en, revocada_en, creada_en from clave_api where id = $1::uuid
