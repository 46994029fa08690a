delete from cuenta_carta where id = $1::uuid
