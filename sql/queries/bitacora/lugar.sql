select indice from registro_acto where asiento = $1::text and n = $2::int
