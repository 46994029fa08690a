-- The past cards of this entry lose the words of the texts that were public before: they are found by those of the present one.
select registro_texto_sustituido($1::text)
