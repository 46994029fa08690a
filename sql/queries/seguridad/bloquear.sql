-- One writer of the security journal at a time, to the end of the transaction. A statement of its own: what follows must see what the last writer left.
select pg_advisory_xact_lock(7310868735422530337) is null as tomado
