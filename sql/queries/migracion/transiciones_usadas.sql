-- Transitions that the program no longer has but some recorded act rests on.
select t.acto, t.desde, t.hacia
  from transicion t
 where not exists (select from unnest($1::text[], $2::text[], $3::text[]) as n (acto, desde, hacia)
                    where n.acto = t.acto and n.desde = t.desde and n.hacia = t.hacia)
   and exists (select from acto a where a.acto = t.acto and a.desde = t.desde and a.hacia = t.hacia)
 limit 1
