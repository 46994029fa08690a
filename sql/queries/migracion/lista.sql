select numero, nombre, sha256 from migracion order by numero
