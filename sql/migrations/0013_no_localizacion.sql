-- Certificates of the registry are of two kinds: a copy of an entry, or that a search found none. The second names no entry: it has a number of its own series,
-- the criteria as they were printed (so that whoever holds the paper can compare them), the moment, and the size of the journal in which nothing was found.
alter table certificado_emitido
  alter column asiento drop not null,
  alter column n drop not null,
  drop constraint certificado_emitido_tamano_check,
  add column numero text unique,
  add column criterios text,
  add column momento timestamptz,
  add constraint certificado_emitido_clase_check check (
    case when asiento is not null then n is not null and tamano > 0 and num_nonnulls(numero, criterios, momento) = 0
         else n is null and tamano >= 0 and num_nulls(numero, criterios, momento) = 0 end);
