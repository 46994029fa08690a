-- Who a provider's person or system is here, brought up to what it says now; null: deactivated here, of the other kind, or said longer ago than something else. $1, $2:
-- provider and subject; $3: id for a new one; $8: now; $10: when it was said.
select proveedor_persona($1::text, $2::text, $3::uuid, $4::uuid, $5::text, $6::text, $7::text, $8::timestamptz, $9::boolean, $10::timestamptz) as usuario_id
