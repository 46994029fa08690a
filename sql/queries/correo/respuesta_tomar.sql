-- Whoever takes an answer out sends it: two runs never take the same one.
update correo
   set respuesta = 'enviando', respuesta_en = $2::timestamptz, respuesta_intentos = respuesta_intentos + 1, version = version + 1
 where id = (select id from correo
              where respuesta in ('pendiente', 'fallida') and respuesta_intentos < 5 and ($1::uuid is null or id = $1::uuid)
                and not id = any($3::uuid[])
              order by id
              limit 1
                for update skip locked)
returning id
