-- All that a sign-in is judged by, whether there is such an account or not: one row always. $1: what was typed; $2: hash of account and address; $3: of the
-- address; $4: hash of the device's cookie, null when there is none; $5: hash of that device's failures.
select c.usuario_id, c.contrasena, c.totp_secreto, c.totp_desde, c.totp_paso,
       coalesce(u.activo and o.activa and not u.maquina, false) as activa,
       e.sha256 is not null as conocido,
       (select i.hasta from cuenta_intento i where i.clave = $2::bytea) as par_hasta,
       (select i.hasta from cuenta_intento i where i.clave = $3::bytea) as direccion_hasta,
       (select i.hasta from cuenta_intento i where i.clave = $5::bytea) as equipo_hasta
  from (select $1::text as identificador) p
  left join cuenta c on c.identificador = p.identificador
  left join usuario u on u.id = c.usuario_id
  left join organizacion o on o.id = u.organizacion_id
  left join cuenta_equipo e on e.sha256 = $4::bytea and e.usuario_id = c.usuario_id
