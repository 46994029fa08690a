select cve_ent, cve_mun, nombre, vigente from municipio where $1::text is null or cve_ent = $1::text order by cve_ent, cve_mun
