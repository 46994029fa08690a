select id, municipio_id, enlace_id, desde, hasta, motivo, otorgada_por, otorgada_en, revocada_por, revocada_en from delegacion where id = $1::uuid
