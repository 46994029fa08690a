delete from transicion t
 where not exists (select from unnest($1::text[], $2::text[], $3::text[]) as n (acto, desde, hacia)
                    where n.acto = t.acto and n.desde = t.desde and n.hacia = t.hacia)
