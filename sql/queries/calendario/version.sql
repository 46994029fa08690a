select coalesce(max(version), 0) as version from calendario_aviso
