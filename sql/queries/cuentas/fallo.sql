-- One failure more for each key. $1: keys; $2: how many are free for each; $3: now. Beyond the free ones the wait doubles, up to fifteen minutes; an hour
-- without failures forgets them.
insert into cuenta_intento as i (clave, fallos, ultimo_en, hasta)
select k.clave, 1, $3::timestamptz, null from unnest($1::bytea[], $2::int[]) as k (clave, libres)
on conflict (clave) do update
   set fallos = case when i.ultimo_en < $3::timestamptz - interval '1 hour' then 1 else i.fallos + 1 end,
       ultimo_en = $3::timestamptz,
       hasta = (select case when i.ultimo_en >= $3::timestamptz - interval '1 hour' and i.fallos + 1 > k.libres
                            then $3::timestamptz + make_interval(secs => least(900, power(2, least(20, i.fallos - k.libres)))) end
                  from unnest($1::bytea[], $2::int[]) as k (clave, libres) where k.clave = excluded.clave)
