-- How many leaves the log has.
select coalesce(max(indice) + 1, 0) as tamano from registro_acto
