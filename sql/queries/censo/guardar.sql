insert into censo (dia, calculado_en, calendario_version, datos) values ($1::date, $2::timestamptz, $3::int, $4::text) on conflict (dia) do nothing
