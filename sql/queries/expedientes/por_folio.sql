-- The folio works in the place of the id. No row when the caller may not see it (row-level security).
select id from expediente where folio = $1::text
