-- Ends the days of notice $2 with version $1.
update calendario_dia set baja = $1::int where alta = $2::int and baja is null
