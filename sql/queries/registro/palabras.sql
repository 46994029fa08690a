-- Does the query look for anything, once the words without meaning of their own are gone?
select numnode(to_tsquery('spanish', $1::text)) > 0 as busca
