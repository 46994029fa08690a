-- The runner's own table.
create table if not exists migracion (
  numero      int primary key,
  nombre      text not null,
  sha256      bytea not null check (length(sha256) = 32),
  aplicada_en timestamptz not null default now()
)
