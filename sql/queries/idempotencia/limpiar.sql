delete from idempotencia where creada_en <= now() - interval '24 hours'
