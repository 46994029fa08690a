-- One writer of versions at a time; held until the transaction ends.
select pg_advisory_xact_lock($1::bigint)
