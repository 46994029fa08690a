select id, estado, motivo, respuesta from correo where message_id = $1::text and remitente_id is not distinct from $2::uuid
