-- Who a provider's person is here, brought up to what it says now; null: deactivated here. $1, $2: provider and subject; $3: id for a new person.
select proveedor_persona($1::text, $2::text, $3::uuid, $4::uuid, $5::text, $6::text, $7::text, $8::timestamptz) as usuario_id
