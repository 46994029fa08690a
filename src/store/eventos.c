#include "store/eventos.h"

#include "store/pg.h"

static enum status order(struct db *db, int max, int vida_s, const char *const *cartas, size_t n, int *puestos, struct error *err)
{
	PGRESULT_AUTO *lock = NULL, *r = NULL;
	PG_ARGS_AUTO nada;
	PG_ARGS_AUTO args;
	pg_args_init(&nada);
	pg_args_init(&args);
	enum status st = pg_exec(db, QUERY_EVENTOS_BLOQUEAR, &nada, &lock, err);
	if (st != STATUS_OK || !pg_get_bool(lock, 0, pg_col(lock, "mio")))
		return st;
	pg_int(&args, max);
	pg_int(&args, vida_s);
	pg_array(&args, PG_TEXT, n);
	for (size_t i = 0; i < n; i++)
		pg_item_text(&args, cartas[i]);
	pg_array_end(&args);
	st = pg_exec(db, QUERY_EVENTOS_ORDENAR, &args, &r, err);
	if (st == STATUS_OK)
		*puestos = pg_get_int(r, 0, pg_col(r, "puestos"));
	return st;
}

enum status eventos_order(struct db *db, int max, int vida_s, const char *const *cartas, size_t n, int *puestos, struct error *err)
{
	*puestos = 0;
	enum status st = db_scope(db, NULL, err);
	if (st == STATUS_OK)
		st = db_begin(db, err);
	if (st != STATUS_OK)
		return st;
	st = order(db, max, vida_s, cartas, n, puestos, err);
	if (st == STATUS_OK)
		return db_commit(db, err);
	db_rollback(db);
	return st;
}

enum status eventos_last(struct db *db, int64_t *seq, struct error *err)
{
	PGRESULT_AUTO *r = NULL;
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	enum status st = pg_exec(db, QUERY_EVENTOS_ULTIMO, &args, &r, err);
	if (st == STATUS_OK)
		*seq = pg_get_int64(r, 0, pg_col(r, "seq"));
	return st;
}

static enum status read_events(const PGresult *r, struct arena *a, struct evento **out, size_t *n, struct error *err)
{
	*n = (size_t)PQntuples(r);
	struct evento *v = *out = ARENA_ARRAY(a, *n + 1, struct evento);
	for (size_t i = 0; v && i < *n; i++) {
		const int row = (int)i;
		v[i] = (struct evento){.seq = pg_get_int64(r, row, pg_col(r, "seq")),
			.id = pg_get_uuid(r, row, pg_col(r, "id")),
			.expediente = pg_get_uuid(r, row, pg_col(r, "expediente_id")),
			.organizacion = pg_get_uuid(r, row, pg_col(r, "organizacion_id")),
			.n = pg_get_int(r, row, pg_col(r, "n")),
			.tipo = arena_strdup(a, pg_get_text(r, row, pg_col(r, "tipo"))),
			.estado = arena_strdup(a, pg_get_text(r, row, pg_col(r, "estado"))),
			.ocurrido_en = pg_get_instante(r, row, pg_col(r, "ocurrido_en"))};
		if (!v[i].tipo || !v[i].estado)
			return error_set(err, PROBLEM_SATURADO);
	}
	return v ? STATUS_OK : error_set(err, PROBLEM_SATURADO);
}

enum status eventos_list(struct db *db, const struct actor *who, int64_t desde, int limite, struct arena *a, struct evento **out, size_t *n,
	int64_t *hasta, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	PGRESULT_AUTO *r = NULL;
	enum status st = db_scope(db, who, err);
	if (st == STATUS_OK)
		st = eventos_last(db, hasta, err);
	if (st != STATUS_OK)
		return st;
	pg_bigint(&args, desde);
	pg_uuid(&args, who->rol == ROL_GOBIERNO_LOCAL ? &who->organizacion : NULL);
	pg_text(&args, who->rol == ROL_ENLACE_ESTATAL ? who->cve_ent : NULL);
	pg_int(&args, limite);
	pg_bigint(&args, *hasta);
	st = pg_exec_once(db, QUERY_EVENTOS_LISTAR, &args, &r, err);
	return st == STATUS_OK ? read_events(r, a, out, n, err) : st;
}
