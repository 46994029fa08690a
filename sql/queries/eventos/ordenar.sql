-- Up to $1 rows of the outbox, as far as they are committed, become events, deliveries that are given up after $2 seconds, and for the types $3 mails to the
-- people of the file's organisation (a deadline, or an inscription that is missing, only when it is their turn, and nothing that is old news). The lock of bloquear.sql is held and this statement looks after it was got: the numbers become visible in their order. Who may know of an act besides the offices is
-- acto_reservado (domain/expediente.h) as far as it never changes: what becomes public later is told by the act that publishes it.
with nueva as materialized (
  select id, expediente_id, n, tipo, creado_en from bandeja_salida where entregado_en is null order by id limit $1::int
), puesta as (
  insert into evento (seq, salida_id, expediente_id, organizacion_id, cve_ent, n, tipo, estado, alcance, ocurrido_en)
  select (select coalesce(max(seq), 0) from evento) + row_number() over (order by b.id), b.id, b.expediente_id, e.organizacion_id, e.cve_ent, b.n, b.tipo,
         coalesce(a.hacia, e.estado),
         case
           when b.tipo in ('anotar', 'asignar', 'dictaminar') then 'oficinas'
           when b.tipo in ('abrir', 'modificar_datos') then 'organizacion'
           when b.tipo <> 'incorporar_documento' then 'estado'
           when d.clase = 'proyecto_dictamen' or (d.clase = 'oficio' and a.rol <> 'gobierno_local') then 'oficinas'
           when d.clase = 'correo' then 'organizacion'
           when d.clase is null then 'oficinas'
           else 'estado'
         end,
         b.creado_en
    from nueva b
    join expediente e on e.id = b.expediente_id
    left join acto a on a.expediente_id = b.expediente_id and a.n = b.n
    left join lateral (select a.datos::jsonb #>> '{documento,clase}' as clase where b.tipo = 'incorporar_documento') d on true
  returning seq, salida_id, expediente_id, tipo, alcance, ocurrido_en
), debida as (
  insert into entrega (suscripcion_id, seq, expediente_id, disponible_en, vence_en)
  select s.id, p.seq, p.expediente_id, now(), now() + $2::int * interval '1 second'
    from puesta p
    join expediente e on e.id = p.expediente_id
    join suscripcion s on s.estado <> 'baja' and (s.tipos = '{}' or p.tipo = any(s.tipos)) and evento_alcanza(s.rol, p.alcance)
    join organizacion o on o.id = s.organizacion_id
   where expediente_visible(s.rol, s.organizacion_id, o.cve_ent, e.organizacion_id, e.cve_ent, e.nivel, e.compartido, e.turnado_cja, e.estado,
                            s.rol = 'enlace_estatal' and delegada(s.organizacion_id, e.organizacion_id))
), carta as (
  insert into aviso_correo (seq, usuario_id)
  select p.seq, u.id
    from puesta p
    join expediente e on e.id = p.expediente_id
    join organizacion o on o.id = e.organizacion_id and o.activa
    join usuario u on u.organizacion_id = e.organizacion_id and u.rol = 'gobierno_local' and u.activo and not u.maquina and u.correo is not null
   where p.tipo = any($3::text[]) and p.ocurrido_en > now() - interval '3 days' and (p.tipo not in ('plazo.proximo', 'registro.pendiente') or e.turno = 'gobierno_local')
), hecha as (
  update bandeja_salida b set entregado_en = now() from puesta p where b.id = p.salida_id
)
select count(*)::int as puestos from puesta
