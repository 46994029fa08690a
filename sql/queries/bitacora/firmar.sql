-- A new head; whoever signs holds bitacora/bloquear.
insert into bitacora_cabeza (tamano, raiz, momento, llave, firma) values ($1::bigint, $2::bytea, $3::timestamptz, $4::bytea, $5::bytea)
