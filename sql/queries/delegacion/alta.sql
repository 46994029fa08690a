insert into delegacion (id, municipio_id, enlace_id, desde, hasta, motivo, otorgada_por, otorgada_en)
values ($1::uuid, $2::uuid, $3::uuid, $4::timestamptz, $5::timestamptz, $6::text, $7::uuid, $8::timestamptz)
