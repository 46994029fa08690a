update organizacion set activa = false where id = $1::uuid
