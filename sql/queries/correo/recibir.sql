-- The first of two runs with the same message wins; the other one waits here for its commit and then finds nothing to do.
insert into correo (id, message_id, remitente_id, sha256, tamano, recibido_en, de, de_nombre, responder_a, para, asunto, enviado_en, texto,
                    automatico, autenticacion, dominio, hallazgo, estado, motivo, organizacion_id, datos, respuesta, respuesta_a)
values ($1::uuid, $2::text, $3::uuid, $4::bytea, $5::bigint, $6::timestamptz, $7::text, $8::text, $9::text, $10::text, $11::text, $12::timestamptz,
        $13::text, $14::boolean, $15::text, $16::text, $17::text, $18::text, $19::text, $3::uuid, '', $20::text, $21::text)
on conflict do nothing
returning id
