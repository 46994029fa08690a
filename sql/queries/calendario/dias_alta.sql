-- The days of a notice. $1: its version.
insert into calendario_dia (alta, n, fecha, habilitado, motivo, fuente, origen)
select $1::int, d.n, d.fecha, d.habilitado, d.motivo, d.fuente, d.origen
  from unnest($2::date[], $3::boolean[], $4::text[], $5::text[], $6::text[]) with ordinality as d (fecha, habilitado, motivo, fuente, origen, n)
