-- Loading what exists (docs/registro.md): which row of which set of data an entry was, so that a row is loaded once; and numbers of the series for what has
-- none of its own.
alter table asiento
  add column conjunto text,
  add column clave text,
  add check ((conjunto is null) = (clave is null)),
  add unique (conjunto, clave);
grant insert, update on serie to dictamen_admin;
