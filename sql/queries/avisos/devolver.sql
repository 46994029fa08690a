-- A machine's message ($2) came back about this mail.
update aviso_correo set devuelto_en = now(), devuelto_correo = $2::uuid where id = $1::uuid and devuelto_en is null
returning id
