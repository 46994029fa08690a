-- How often the words of the cards were made again (dictamenctl registro indexar): what a search answers is of a version of the journal and of the words.
create table registro_indice (
  unica   boolean primary key default true check (unica),
  version bigint not null
);
insert into registro_indice (version) values (0);
grant select on registro_indice to dictamen_servicio, dictamen_admin;
grant update (version) on registro_indice to dictamen_admin;
