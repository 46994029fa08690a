-- Adds what is missing; the step is only informative and follows the program.
with nueva as (
  select distinct on (acto, desde, hacia) acto, desde, hacia, paso
    from unnest($1::text[], $2::text[], $3::text[], $4::int[]) as t (acto, desde, hacia, paso)
   order by acto, desde, hacia, paso
)
insert into transicion (acto, desde, hacia, paso)
select acto, desde, hacia, paso from nueva
on conflict (acto, desde, hacia) do update set paso = excluded.paso where transicion.paso <> excluded.paso
