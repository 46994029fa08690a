-- How far a job is; renews its lease by $3 milliseconds. No row: somebody else has it by now.
update trabajo
   set hechas = $4::int, total = $5::int, avance = $6::text, disponible_en = now() + $3::int * interval '1 millisecond', actualizado_en = now()
 where id = $1::uuid and tomas = $2::int and estado = 'en_curso'
returning id
