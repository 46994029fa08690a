-- The keys that signed heads, the latest first, with what each signed.
select llave, min(momento) as desde, max(momento) as hasta, count(*) as cabezas
  from bitacora_cabeza
 group by llave
 order by max(n) desc
