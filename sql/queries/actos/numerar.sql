-- Takes `cuantos` numbers of each series and year; returns the last one taken. The row lock orders the takers; sorted against deadlocks.
insert into serie as s (serie, anio, ultimo)
select q.serie, q.anio, q.cuantos from unnest($1::text[], $2::int[], $3::int[]) as q(serie, anio, cuantos) order by 1, 2
on conflict (serie, anio) do update set ultimo = s.ultimo + excluded.ultimo
returning serie, anio, ultimo
