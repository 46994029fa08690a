#include "store/entregas.h"

#include "store/pg.h"

static struct secreto_sellado sealed(const PGresult *r, int row, const char *column, struct arena *a)
{
	const int c = pg_col(r, column);
	if (PQgetisnull(r, row, c))
		return (struct secreto_sellado){0};
	const size_t n = (size_t)PQgetlength(r, row, c);
	return (struct secreto_sellado){(const uint8_t *)arena_memdup(a, PQgetvalue(r, row, c), n), n};
}

static enum status read_common(const PGresult *r, int row, const char *id, struct arena *a, struct entrega *e, struct error *err)
{
	e->suscripcion = pg_get_uuid(r, row, pg_col(r, id));
	e->organizacion = pg_get_uuid(r, row, pg_col(r, "organizacion_id"));
	e->tomas = pg_get_int(r, row, pg_col(r, "tomas"));
	e->fallos = pg_get_int(r, row, pg_col(r, "fallos"));
	e->url = arena_strdup(a, pg_get_text(r, row, pg_col(r, "url")));
	e->secreto = sealed(r, row, "secreto", a);
	e->anterior = sealed(r, row, "secreto_anterior", a);
	return e->url && e->secreto.p ? STATUS_OK : error_set(err, PROBLEM_SATURADO);
}

static enum status read_event(const PGresult *r, int row, struct arena *a, struct entrega *e, struct error *err)
{
	e->intentos = pg_get_int(r, row, pg_col(r, "intentos"));
	e->evento = (struct evento){.seq = pg_get_int64(r, row, pg_col(r, "seq")),
		.id = pg_get_uuid(r, row, pg_col(r, "id")),
		.expediente = pg_get_uuid(r, row, pg_col(r, "expediente_id")),
		.organizacion = e->organizacion,
		.n = pg_get_int(r, row, pg_col(r, "n")),
		.tipo = arena_strdup(a, pg_get_text(r, row, pg_col(r, "tipo"))),
		.estado = arena_strdup(a, pg_get_text(r, row, pg_col(r, "estado"))),
		.ocurrido_en = pg_get_instante(r, row, pg_col(r, "ocurrido_en"))};
	return e->evento.tipo && e->evento.estado ? STATUS_OK : error_set(err, PROBLEM_SATURADO);
}

static enum status take(
	struct db *db, enum sql_query_id q, const struct pg_args *args, struct arena *a, struct entrega **out, size_t *n, struct error *err)
{
	const bool eventos = q == QUERY_ENTREGAS_TOMAR;
	PGRESULT_AUTO *r = NULL;
	enum status st = db_scope(db, NULL, err);
	if (st == STATUS_OK)
		st = pg_exec(db, q, args, &r, err);
	if (st != STATUS_OK)
		return st;
	*n = (size_t)PQntuples(r);
	struct entrega *v = *out = ARENA_ARRAY(a, *n + 1, struct entrega);
	if (!v)
		return error_set(err, PROBLEM_SATURADO);
	for (size_t i = 0; i < *n && st == STATUS_OK; i++) {
		st = read_common(r, (int)i, eventos ? "suscripcion_id" : "id", a, &v[i], err);
		if (st == STATUS_OK && eventos)
			st = read_event(r, (int)i, a, &v[i], err);
	}
	return st;
}

enum status entregas_take(struct db *db, int max, int arriendo_ms, int por_suscripcion, const struct uuid *ocupadas, size_t n_ocupadas,
	struct arena *a, struct entrega **out, size_t *n, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_int(&args, max);
	pg_int(&args, arriendo_ms);
	pg_array(&args, PG_UUID, n_ocupadas);
	for (size_t i = 0; i < n_ocupadas; i++)
		pg_item_uuid(&args, &ocupadas[i]);
	pg_array_end(&args);
	pg_int(&args, por_suscripcion);
	return take(db, QUERY_ENTREGAS_TOMAR, &args, a, out, n, err);
}

enum status verificaciones_take(
	struct db *db, int max, int arriendo_ms, struct arena *a, struct entrega **out, size_t *n, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_int(&args, max);
	pg_int(&args, arriendo_ms);
	return take(db, QUERY_SUSCRIPCIONES_VERIFICABLES, &args, a, out, n, err);
}

static enum status note(struct db *db, enum sql_query_id q, const struct pg_args *args, struct error *err)
{
	PGRESULT_AUTO *r = NULL;
	enum status st = db_scope(db, NULL, err);
	return st == STATUS_OK ? pg_exec(db, q, args, &r, err) : st;
}

enum status entregas_note(struct db *db, const struct entrega *e, const struct entrega_resultado *r, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_uuid(&args, &e->suscripcion);
	pg_bigint(&args, e->evento.seq);
	pg_int(&args, e->tomas);
	pg_bool(&args, r->tomada);
	pg_bigint(&args, r->espera_ms);
	pg_bigint(&args, r->suscripcion_ms);
	pg_instante(&args, r->empezado_en);
	pg_int(&args, r->ms);
	pg_int(&args, r->http);
	pg_text(&args, r->motivo);
	pg_text(&args, r->respuesta);
	pg_bool(&args, r->retirada);
	return note(db, QUERY_ENTREGAS_ANOTAR, &args, err);
}

enum status verificaciones_note(struct db *db, const struct entrega *e, const struct entrega_resultado *r, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_uuid(&args, &e->suscripcion);
	pg_int(&args, e->tomas);
	pg_bool(&args, r->tomada);
	pg_bigint(&args, r->espera_ms);
	pg_text(&args, r->motivo);
	return note(db, QUERY_SUSCRIPCIONES_VERIFICADA, &args, err);
}

enum status entregas_expire(struct db *db, int *muertas, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	PGRESULT_AUTO *r = NULL;
	enum status st = db_scope(db, NULL, err);
	if (st == STATUS_OK)
		st = pg_exec(db, QUERY_ENTREGAS_CADUCAR, &args, &r, err);
	if (st == STATUS_OK)
		*muertas = PQntuples(r);
	return st;
}
