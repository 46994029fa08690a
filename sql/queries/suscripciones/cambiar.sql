-- Its new data, if nobody changed it since version $2. Another address must be verified anew. Going on after a pause ($8) starts the clock of what waited.
with cambiada as (
  update suscripcion s
     set url = $3::text, descripcion = $4::text, tipos = $5::text[], version = s.version + 1, actualizada_en = now(), fallos = 0, disponible_en = now(), motivo = '',
         verificada_en = case when s.url = $3::text then s.verificada_en end, verificar_hasta = now() + $7::int * interval '1 second',
         estado = case when $6::bool then 'pausada' when s.url = $3::text and s.verificada_en is not null then 'activa' else 'por_verificar' end
   where s.id = $1::uuid and s.version = $2::int and s.estado <> 'baja'
  returning s.id
), siguen as (
  update entrega e set vence_en = now() + $7::int * interval '1 second', disponible_en = now()
    from cambiada c
   where $8::bool and e.suscripcion_id = c.id and e.estado = 'pendiente'
)
select id from cambiada
