select exists (select from documento_emitido where expediente_id = $1::uuid and n = $2::int and clase = $3::text) as hay
