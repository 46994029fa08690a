select c.id, c.message_id, c.remitente_id, c.sha256, c.tamano, c.recibido_en, c.de, c.de_nombre, c.responder_a, c.para, c.asunto, c.enviado_en, c.texto,
       c.automatico, c.autenticacion, c.dominio, c.hallazgo, c.version, c.estado, c.motivo, c.organizacion_id, c.expediente_id, c.documento_id,
       c.usuario_id, c.datos, c.resuelto_en, c.respuesta, c.respuesta_a, c.respuesta_en, c.respuesta_intentos, c.respuesta_error
  from correo c
 where c.id = $1::uuid
