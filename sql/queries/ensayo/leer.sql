-- The mark of a sandbox; no row: this is none.
select adelanto, dgcp_id, cja_id, titular_id from ensayo
