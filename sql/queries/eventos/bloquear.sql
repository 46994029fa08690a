-- One writer at a time puts events in order; until its commit. False: another instance is at it.
select pg_try_advisory_xact_lock(hashtext('dictamen.eventos')::bigint) as mio
