-- Two first sign-ins of the same person wait for each other.
select pg_advisory_xact_lock(hashtextextended($1::text || chr(31) || $2::text, 16))
