-- The offices that answer by script.
select u.id, u.organizacion_id, u.rol from usuario u, ensayo e where u.id in (e.dgcp_id, e.cja_id, e.titular_id)
