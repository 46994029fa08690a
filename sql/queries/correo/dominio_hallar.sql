-- Whose domain this is: itself as stored, or a stored one above it that takes its subdomains in; the longest wins.
select d.dominio, d.subdominios, d.organizacion_id, o.activa, o.nombre
  from organizacion_dominio d join organizacion o on o.id = d.organizacion_id
 where d.dominio = $1::text or (d.subdominios and right($1::text, length(d.dominio) + 1) = '.' || d.dominio)
 order by length(d.dominio) desc
 limit 1
