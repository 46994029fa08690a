-- Secrets of second factors as they are kept, the $2 after person $1 (null: the first), to be kept under another key.
select usuario_id, totp_secreto from cuenta where totp_secreto is not null and ($1::uuid is null or usuario_id > $1::uuid) order by usuario_id limit $2::int
