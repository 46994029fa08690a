#include "store/trabajos.h"

#include <string.h>

#include "store/pg.h"

#define AVANCE_MAX 200 /* characters that the column holds */

static const char *const estados[TRABAJO_ESTADO_COUNT] = {
	[TRABAJO_PENDIENTE] = "pendiente", [TRABAJO_EN_CURSO] = "en_curso", [TRABAJO_HECHO] = "hecho", [TRABAJO_FALLIDO] = "fallido"};

const char *trabajo_estado_slug(enum trabajo_estado e)
{
	return estados[e];
}

static enum trabajo_estado estado_of(const char *slug)
{
	int e = 0;
	while (e < TRABAJO_ESTADO_COUNT - 1 && strcmp(slug, estados[e]) != 0)
		e++;
	return (enum trabajo_estado)e;
}

/* ---- parameters ---- */

static void problem_args(struct pg_args *a, const struct trabajo_problema *p)
{
	if (!p || !p->slug) {
		pg_null(a);
		pg_null(a);
		return;
	}
	pg_text(a, p->slug);
	pg_array(a, PG_TEXT, 4);
	pg_item_text(a, p->detalle.es);
	pg_item_text(a, p->detalle.en);
	pg_item_text(a, p->que_hacer.es);
	pg_item_text(a, p->que_hacer.en);
	pg_array_end(a);
}

/* Progress is for reading at a glance: cut at a whole character. */
static const char *short_text(const char *s, char out[static 4 * AVANCE_MAX + 1])
{
	size_t n = 0, caracteres = 0;
	while (s[n]) {
		if (((unsigned char)s[n] & 0xc0) != 0x80 && caracteres++ == AVANCE_MAX)
			break;
		n++;
	}
	if (n > (size_t)4 * AVANCE_MAX)
		n = 0;
	memcpy(out, s, n);
	out[n] = '\0';
	return out;
}

static enum status update(struct db *db, enum sql_query_id q, const struct pg_args *args, bool *mio, struct error *err)
{
	*mio = false;
	enum status st = db_scope(db, NULL, err);
	if (st != STATUS_OK)
		return st;
	PGRESULT_AUTO *r = NULL;
	st = pg_exec(db, q, args, &r, err);
	if (st == STATUS_OK)
		*mio = PQntuples(r) == 1;
	return st;
}

/* ---- working ---- */

enum status trabajos_tomar(struct db *db, const char *const *clases, size_t n, int arriendo_ms, int caidas_max,
	const struct trabajo_problema *caido, struct arena *a, struct trabajo *out, enum trabajo_estado *estado, bool *hay,
	struct error *err)
{
	*hay = false;
	enum status st = db_scope(db, NULL, err);
	if (st != STATUS_OK)
		return st;
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_array(&args, PG_TEXT, n);
	for (size_t i = 0; i < n; i++)
		pg_item_text(&args, clases[i]);
	pg_array_end(&args);
	pg_int(&args, arriendo_ms);
	pg_int(&args, caidas_max);
	problem_args(&args, caido);
	PGRESULT_AUTO *r = NULL;
	st = pg_exec(db, QUERY_TRABAJOS_TOMAR, &args, &r, err);
	if (st != STATUS_OK || PQntuples(r) == 0)
		return st;
	*hay = true;
	*estado = estado_of(pg_get_text(r, 0, pg_col(r, "estado")));
	*out = (struct trabajo){
		.id = pg_get_uuid(r, 0, pg_col(r, "id")),
		.expediente = pg_get_uuid(r, 0, pg_col(r, "expediente_id")),
		.n = pg_get_int(r, 0, pg_col(r, "n")),
		.clase = arena_strdup(a, pg_get_text(r, 0, pg_col(r, "clase"))),
		.intentos = pg_get_int(r, 0, pg_col(r, "intentos")),
		.tomas = pg_get_int(r, 0, pg_col(r, "tomas")),
	};
	return out->clase ? STATUS_OK : error_set(err, PROBLEM_INTERNO);
}

enum status trabajos_avanzar(
	struct db *db, const struct trabajo *t, int hechas, int total, const char *texto, int arriendo_ms, bool *mio, struct error *err)
{
	char corto[4 * AVANCE_MAX + 1];
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_uuid(&args, &t->id);
	pg_int(&args, t->tomas);
	pg_int(&args, arriendo_ms);
	pg_int(&args, hechas);
	pg_int(&args, total);
	pg_text(&args, short_text(texto, corto));
	return update(db, QUERY_TRABAJOS_AVANZAR, &args, mio, err);
}

enum status trabajos_terminar(struct db *db, const struct trabajo *t, const char *resultado, const char *resultado_local,
	const struct trabajo_problema *problema, bool *mio, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_uuid(&args, &t->id);
	pg_int(&args, t->tomas);
	pg_text(&args, estados[problema ? TRABAJO_FALLIDO : TRABAJO_HECHO]);
	pg_text(&args, problema ? NULL : resultado);
	pg_text(&args, problema ? NULL : resultado_local);
	problem_args(&args, problema);
	return update(db, QUERY_TRABAJOS_TERMINAR, &args, mio, err);
}

enum status trabajos_devolver(struct db *db, const struct trabajo *t, int espera_ms, bool sin_contar,
	const struct trabajo_problema *problema, bool *mio, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_uuid(&args, &t->id);
	pg_int(&args, t->tomas);
	pg_int(&args, espera_ms);
	pg_bool(&args, sin_contar);
	problem_args(&args, problema);
	return update(db, QUERY_TRABAJOS_DEVOLVER, &args, mio, err);
}

/* ---- reading ---- */

static const char *copy(const PGresult *r, int row, const char *col, struct arena *a)
{
	return arena_strdup(a, pg_get_text(r, row, pg_col(r, col)));
}

static enum status row_read(const PGresult *r, int row, struct arena *a, struct trabajo_fila *f, struct error *err)
{
	*f = (struct trabajo_fila){
		.id = pg_get_uuid(r, row, pg_col(r, "id")),
		.expediente = pg_get_uuid(r, row, pg_col(r, "expediente_id")),
		.n = pg_get_int(r, row, pg_col(r, "n")),
		.hechas = pg_get_int(r, row, pg_col(r, "hechas")),
		.total = pg_get_int(r, row, pg_col(r, "total")),
		.intentos = pg_get_int(r, row, pg_col(r, "intentos")),
		.clase = copy(r, row, "clase", a),
		.avance = copy(r, row, "avance", a),
		.estado = estado_of(pg_get_text(r, row, pg_col(r, "estado"))),
		.resultado = copy(r, row, "resultado", a),
		.resultado_local = copy(r, row, "resultado_local", a),
		.problema = {.slug = copy(r, row, "problema", a),
			.detalle = {copy(r, row, "detalle_es", a), copy(r, row, "detalle_en", a)},
			.que_hacer = {copy(r, row, "que_hacer_es", a), copy(r, row, "que_hacer_en", a)}},
		.creado_en = pg_get_instante(r, row, pg_col(r, "creado_en")),
		.actualizado_en = pg_get_instante(r, row, pg_col(r, "actualizado_en")),
		.terminado_en = pg_get_instante(r, row, pg_col(r, "terminado_en")),
	};
	int c = pg_col(r, "resultado");
	bool whole = c < 0 || PQgetisnull(r, row, c) || f->resultado;
	return f->clase && f->avance && whole ? STATUS_OK : error_set(err, PROBLEM_INTERNO);
}

enum status trabajos_ver(
	struct db *db, const struct actor *who, const struct uuid *id, struct arena *a, struct trabajo_fila *out, struct error *err)
{
	enum status st = db_scope(db, who, err);
	if (st != STATUS_OK)
		return st;
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_uuid(&args, id);
	PGRESULT_AUTO *r = NULL;
	st = pg_exec(db, QUERY_TRABAJOS_VER, &args, &r, err);
	if (st != STATUS_OK)
		return st;
	return PQntuples(r) == 1 ? row_read(r, 0, a, out, err) : error_set(err, PROBLEM_NO_ENCONTRADO);
}

enum status trabajos_listar(struct db *db, const struct actor *who, const struct uuid *expediente, int limite, struct arena *a,
	struct trabajo_fila **out, size_t *n, struct error *err)
{
	*n = 0;
	enum status st = db_scope(db, who, err);
	if (st != STATUS_OK)
		return st;
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_uuid(&args, expediente);
	pg_int(&args, limite);
	PGRESULT_AUTO *r = NULL;
	st = pg_exec(db, QUERY_TRABAJOS_LISTAR, &args, &r, err);
	if (st != STATUS_OK)
		return st;
	if (PQntuples(r) == 0)
		return error_set(err, PROBLEM_NO_ENCONTRADO);
	size_t filas = PQgetisnull(r, 0, pg_col(r, "id")) ? 0 : (size_t)PQntuples(r);
	*out = ARENA_ARRAY(a, filas, struct trabajo_fila);
	if (!*out)
		return error_set(err, PROBLEM_INTERNO);
	for (; *n < filas && st == STATUS_OK; (*n)++)
		st = row_read(r, (int)*n, a, &(*out)[*n], err);
	return st;
}
