-- The next letter that is due, or the one that waits for an address, taken for five minutes. $1: now; $2: the address, null = any that is due.
update cuenta_carta set estado = 'enviando', intentos = intentos + 1, disponible_en = $1::timestamptz + interval '5 minutes'
 where id = (select id from cuenta_carta
              where estado in ('pendiente', 'enviando')
                and case when $2::text is null then disponible_en <= $1::timestamptz else identificador = $2::text end
              order by disponible_en limit 1 for update skip locked)
returning id, clase, identificador, intentos
