-- One administrative change at a time, to the end of the transaction.
select pg_advisory_xact_lock(7310868735422530338) is null as tomado
