-- Fixes the caller that row-level security sees on this connection: role, organisation, federal entity.
select set_config('dictamen.rol', $1::text, false), set_config('dictamen.organizacion', $2::text, false), set_config('dictamen.entidad', $3::text, false)
