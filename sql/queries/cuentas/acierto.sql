-- The failures of these keys are over.
delete from cuenta_intento where clave = any ($1::bytea[])
