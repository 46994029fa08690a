select n, clase, tipo_parte, nombre, tipo_declarado, tipo_medio, tamano, sha256, hallazgo, documento_id
  from correo_parte where correo_id = $1::uuid order by n
