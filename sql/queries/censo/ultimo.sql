select dia, datos from censo order by dia desc limit 1
