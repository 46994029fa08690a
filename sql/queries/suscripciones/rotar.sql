-- A new secret; the one before signs too for $3 hours more. Whoever has the new one ($4) answers for the subscription from now on.
update suscripcion
   set secreto_anterior = case when $3::int > 0 then secreto end, secreto_anterior_hasta = case when $3::int > 0 then now() + $3::int * interval '1 hour' end,
       secreto = $2::bytea, usuario_id = $4::uuid, version = version + 1, actualizada_en = now()
 where id = $1::uuid and estado <> 'baja'
returning version, secreto_anterior_hasta
