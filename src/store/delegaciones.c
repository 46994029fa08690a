#include "store/delegaciones.h"

#include <string.h>

#include "store/pg.h"

enum status delegacion_create(struct db *db, const struct delegacion *d, struct error *err)
{
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	pg_uuid(&a, &d->id);
	pg_uuid(&a, &d->municipio);
	pg_uuid(&a, &d->enlace);
	pg_instante(&a, d->desde);
	pg_instante(&a, d->hasta);
	pg_text(&a, d->motivo);
	pg_uuid(&a, &d->otorgada_por);
	pg_instante(&a, d->otorgada_en);
	PGRESULT_AUTO *r = NULL;
	return pg_exec(db, QUERY_DELEGACION_ALTA, &a, &r, err);
}

enum status delegacion_revoke(struct db *db, const struct uuid *id, const struct uuid *por, instante_t en, struct error *err)
{
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	pg_uuid(&a, id);
	pg_uuid(&a, por);
	pg_instante(&a, en);
	PGRESULT_AUTO *r = NULL;
	enum status st = pg_exec(db, QUERY_DELEGACION_REVOCAR, &a, &r, err);
	return st == STATUS_OK && strcmp(PQcmdTuples(r), "0") == 0 ? error_set(err, PROBLEM_NO_ENCONTRADO) : st;
}

static bool read_row(const PGresult *r, int row, struct arena *a, struct delegacion *d)
{
	*d = (struct delegacion){.id = pg_get_uuid(r, row, pg_col(r, "id")),
		.municipio = pg_get_uuid(r, row, pg_col(r, "municipio_id")),
		.enlace = pg_get_uuid(r, row, pg_col(r, "enlace_id")),
		.desde = pg_get_instante(r, row, pg_col(r, "desde")),
		.hasta = pg_get_instante(r, row, pg_col(r, "hasta")),
		.motivo = arena_strdup(a, pg_get_text(r, row, pg_col(r, "motivo"))),
		.otorgada_por = pg_get_uuid(r, row, pg_col(r, "otorgada_por")),
		.otorgada_en = pg_get_instante(r, row, pg_col(r, "otorgada_en")),
		.revocada_por = pg_get_uuid(r, row, pg_col(r, "revocada_por")),
		.revocada_en = pg_get_instante(r, row, pg_col(r, "revocada_en"))};
	return d->motivo;
}

enum status delegacion_find(struct db *db, const struct uuid *id, struct arena *a, struct delegacion *out, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_uuid(&args, id);
	PGRESULT_AUTO *r = NULL;
	enum status st = pg_exec(db, QUERY_DELEGACION_UNA, &args, &r, err);
	if (st == STATUS_OK && PQntuples(r) == 0)
		return error_set(err, PROBLEM_NO_ENCONTRADO);
	if (st == STATUS_OK && !read_row(r, 0, a, out))
		return error_set(err, PROBLEM_INTERNO);
	return st;
}

enum status delegacion_overlaps(struct db *db, const struct delegacion *d, bool *out, struct error *err)
{
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	pg_uuid(&a, &d->municipio);
	pg_uuid(&a, &d->enlace);
	pg_instante(&a, d->desde);
	pg_instante(&a, d->hasta);
	PGRESULT_AUTO *r = NULL;
	enum status st = pg_exec(db, QUERY_DELEGACION_ENCIMADA, &a, &r, err);
	if (st == STATUS_OK)
		*out = PQntuples(r) > 0;
	return st;
}

enum status delegaciones_page(struct db *db, const struct uuid *organizacion, const struct uuid *despues_de, int limite, struct arena *a,
	struct delegacion **out, size_t *n, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_uuid(&args, organizacion);
	pg_uuid(&args, despues_de);
	pg_int(&args, limite);
	PGRESULT_AUTO *r = NULL;
	enum status st = pg_exec(db, QUERY_DELEGACION_LISTAR, &args, &r, err);
	if (st != STATUS_OK)
		return st;
	*n = (size_t)PQntuples(r);
	*out = ARENA_ARRAY(a, *n + 1, struct delegacion);
	for (size_t i = 0; i < *n; i++)
		if (!*out || !read_row(r, (int)i, a, &(*out)[i]))
			return error_set(err, PROBLEM_INTERNO);
	return *out ? STATUS_OK : error_set(err, PROBLEM_INTERNO);
}

enum status delegaciones_current(struct db *db, const struct uuid *enlace, int64_t adelanto, struct arena *a, struct uuid **municipios,
	struct uuid **delegaciones, size_t *n, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_uuid(&args, enlace);
	pg_bigint(&args, adelanto);
	PGRESULT_AUTO *r = NULL;
	enum status st = pg_exec(db, QUERY_DELEGACION_VIGENTES, &args, &r, err);
	if (st != STATUS_OK)
		return st;
	*n = (size_t)PQntuples(r);
	*municipios = ARENA_ARRAY(a, *n + 1, struct uuid);
	*delegaciones = ARENA_ARRAY(a, *n + 1, struct uuid);
	if (!*municipios || !*delegaciones)
		return error_set(err, PROBLEM_INTERNO);
	for (size_t i = 0; i < *n; i++) {
		(*municipios)[i] = pg_get_uuid(r, (int)i, pg_col(r, "municipio_id"));
		(*delegaciones)[i] = pg_get_uuid(r, (int)i, pg_col(r, "id"));
	}
	return STATUS_OK;
}
