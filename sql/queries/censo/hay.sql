select exists (select from censo where dia = $1::date) as hay
