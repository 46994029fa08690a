-- Which entries are followed now, of those that the cards from $1 on, or the ones they replace, have to do with. Numbers are compared as each index has them.
-- A batch has a thousand at most: where the places end is said for the planner, which else reads the whole table as long as it has no statistics.
with nuevas as (
  select asiento, n, antecesor from asiento_ficha where indice between $1::bigint and $1 + 999999
), tocados as (
  select asiento from nuevas
  union select antecesor collate "C" from nuevas
  union select a.antecesor collate "C" from nuevas v join asiento_ficha a on a.asiento = v.asiento and a.n = v.n - 1
)
update asiento_ficha f set seguido = not f.seguido
  from tocados t
 where f.asiento = t.asiento and f.hasta is null
   and f.seguido <> exists (select from asiento_ficha s where s.antecesor = f.asiento collate "default" and s.hasta is null)
