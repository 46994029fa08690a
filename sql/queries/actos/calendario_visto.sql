-- A file that the new calendar leaves as it was: only remembered, no act.
update expediente set calendario_version = $3::int where id = $1::uuid and version = $2::int
