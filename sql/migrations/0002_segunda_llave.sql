-- The second lock holds for writing too: only the service itself moves files and adds acts; a caller's scope only reads. Identity columns never change.
-- A definer function must not find a caller's temporary table before its own.
alter function actor_puede(text, uuid, uuid) set search_path = pg_catalog, public, pg_temp;
revoke execute on function actor_puede(text, uuid, uuid) from public;
grant execute on function actor_puede(text, uuid, uuid) to dictamen_servicio;
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;

alter policy abrir on expediente with check (current_setting('dictamen.rol', true) = 'sistema');
alter policy mover on expediente using (current_setting('dictamen.rol', true) = 'sistema');
alter policy escribir on expediente_ficha with check (current_setting('dictamen.rol', true) = 'sistema');
alter policy cambiar on expediente_ficha using (current_setting('dictamen.rol', true) = 'sistema');
alter policy anexar on acto with check (current_setting('dictamen.rol', true) = 'sistema'
  and (rol in ('dgcp', 'cja', 'cja_titular', 'sistema') or actor_puede(rol, organizacion_id, expediente_id)));

revoke update on expediente, expediente_ficha, serie from dictamen_servicio;
grant update (estado, turno, version, hash, folio, vence, responsable_dgcp, responsable_cja, turnado_cja, compartido, nivel, calendario_version,
  actualizado_en) on expediente to dictamen_servicio;
grant update (denominacion, tipo, contrapartes, fecha_firma_pretendida, busqueda, huella) on expediente_ficha to dictamen_servicio;
grant update (ultimo) on serie to dictamen_servicio;
