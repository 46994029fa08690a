#include "store/relevos.h"

#include "store/pg.h"

enum status relevo_open_files(struct db *db, const struct uuid *organizacion, const struct uuid *despues_de, int limite, struct arena *a,
	struct uuid **out, size_t *n, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_uuid(&args, organizacion);
	pg_uuid(&args, despues_de);
	pg_int(&args, limite);
	PGRESULT_AUTO *r = NULL;
	enum status st = db_scope(db, NULL, err);
	if (st == STATUS_OK)
		st = pg_exec(db, QUERY_RELEVOS_ABIERTOS, &args, &r, err);
	if (st != STATUS_OK)
		return st;
	*n = (size_t)PQntuples(r);
	*out = ARENA_ARRAY(a, *n + 1, struct uuid);
	for (size_t i = 0; *out && i < *n; i++)
		(*out)[i] = pg_get_uuid(r, (int)i, 0);
	return *out ? STATUS_OK : error_set(err, PROBLEM_SATURADO);
}

enum status relevo_leave(
	struct db *db, const struct uuid *organizacion, const struct uuid *quedan, size_t n_quedan, int *cuantos, struct error *err)
{
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	pg_uuid(&a, organizacion);
	pg_array(&a, PG_UUID, n_quedan);
	for (size_t i = 0; i < n_quedan; i++)
		pg_item_uuid(&a, &quedan[i]);
	pg_array_end(&a);
	PGRESULT_AUTO *r = NULL;
	enum status st = pg_exec(db, QUERY_RELEVOS_SALIENTES, &a, &r, err);
	if (st == STATUS_OK)
		*cuantos = PQntuples(r);
	return st;
}

enum status relevo_end_delegations(
	struct db *db, const struct uuid *organizacion, const struct uuid *por, instante_t en, int *cuantas, struct error *err)
{
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	pg_uuid(&a, organizacion);
	pg_uuid(&a, por);
	pg_instante(&a, en);
	PGRESULT_AUTO *r = NULL;
	enum status st = pg_exec(db, QUERY_RELEVOS_REVOCAR_DELEGACIONES, &a, &r, err);
	if (st == STATUS_OK)
		*cuantas = PQntuples(r);
	return st;
}

enum status relevo_create(struct db *db, const struct relevo *e, struct error *err)
{
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	pg_uuid(&a, &e->id);
	pg_uuid(&a, &e->organizacion);
	pg_text(&a, e->administracion);
	pg_uuid(&a, &e->entregada_por);
	pg_uuid(&a, &e->recibe);
	pg_instante(&a, e->entregada_en);
	pg_int(&a, e->expedientes);
	pg_int(&a, e->bajas);
	pg_int(&a, e->delegaciones);
	pg_text(&a, e->pendientes);
	pg_sha(&a, &e->sha256);
	PGRESULT_AUTO *r = NULL;
	return pg_exec(db, QUERY_RELEVOS_ALTA, &a, &r, err);
}

static bool read_row(const PGresult *r, int row, struct arena *a, struct relevo *e)
{
	*e = (struct relevo){.id = pg_get_uuid(r, row, pg_col(r, "id")),
		.organizacion = pg_get_uuid(r, row, pg_col(r, "organizacion_id")),
		.administracion = arena_strdup(a, pg_get_text(r, row, pg_col(r, "administracion"))),
		.entregada_por = pg_get_uuid(r, row, pg_col(r, "entregada_por")),
		.recibe = pg_get_uuid(r, row, pg_col(r, "recibe_id")),
		.entregada_en = pg_get_instante(r, row, pg_col(r, "entregada_en")),
		.expedientes = pg_get_int(r, row, pg_col(r, "expedientes")),
		.bajas = pg_get_int(r, row, pg_col(r, "bajas")),
		.delegaciones = pg_get_int(r, row, pg_col(r, "delegaciones")),
		.pendientes = arena_strdup(a, pg_get_text(r, row, pg_col(r, "pendientes"))),
		.sha256 = pg_get_sha(r, row, pg_col(r, "sha256"))};
	return e->administracion && e->pendientes;
}

enum status relevos_page(struct db *db, const struct actor *who, const struct uuid *organizacion, const struct uuid *antes_de,
	const struct uuid *una, int limite, struct arena *a, struct relevo **out, size_t *n, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_uuid(&args, organizacion);
	pg_uuid(&args, antes_de);
	pg_uuid(&args, una);
	pg_int(&args, limite);
	PGRESULT_AUTO *r = NULL;
	enum status st = db_scope(db, who, err);
	if (st == STATUS_OK)
		st = pg_exec(db, QUERY_RELEVOS_LISTAR, &args, &r, err);
	if (st != STATUS_OK)
		return st;
	*n = (size_t)PQntuples(r);
	*out = ARENA_ARRAY(a, *n + 1, struct relevo);
	for (size_t i = 0; i < *n; i++)
		if (!*out || !read_row(r, (int)i, a, &(*out)[i]))
			return error_set(err, PROBLEM_SATURADO);
	return *out ? STATUS_OK : error_set(err, PROBLEM_SATURADO);
}
