-- The series goes on after the numbers that came with what was loaded: none is given twice.
insert into serie as s (serie, anio, ultimo)
select 'registro', q.anio, q.ultimo from unnest($1::int[], $2::int[]) as q(anio, ultimo) order by 1, 2
on conflict (serie, anio) do update set ultimo = greatest(s.ultimo, excluded.ultimo)
