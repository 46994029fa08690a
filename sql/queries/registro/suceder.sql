-- Which entries are followed now, of those that the cards from $1 on, or the ones they replace, have to do with. Numbers are compared as each index has them.
with nuevas as (
  select asiento, n, antecesor from asiento_ficha where indice >= $1::bigint
), tocados as (
  select asiento from nuevas
  union select antecesor collate "C" from nuevas
  union select a.antecesor collate "C" from nuevas v join asiento_ficha a on a.asiento = v.asiento and a.n = v.n - 1
)
update asiento_ficha f set seguido = not f.seguido
  from tocados t
 where f.asiento = t.asiento and f.hasta is null
   and f.seguido <> exists (select from asiento_ficha s where s.antecesor = f.asiento collate "default" and s.hasta is null)
