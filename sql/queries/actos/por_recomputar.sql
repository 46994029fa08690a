-- Open files whose deadlines were computed with an older calendar than $1; a few at a time.
select id from expediente
 where calendario_version < $1::int and estado in ('borrador', 'presentado', 'prevenido', 'turnado', 'en_revision', 'observado')
 order by calendario_version, id
 limit $2::int
