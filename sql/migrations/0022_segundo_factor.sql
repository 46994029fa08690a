-- The secret of a second factor, encrypted with a key that is not in the database (cuentas_llave): 76 bytes, the person's id in them. 20 bytes: as it is, from before there was a key
-- or where none is configured.
alter table cuenta drop constraint cuenta_totp_secreto_check;
alter table cuenta add constraint cuenta_totp_secreto_check check (length(totp_secreto) in (20, 76));
