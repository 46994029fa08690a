#include "store/calendario.h"

#include <string.h>

#include "store/expedientes.h"
#include "store/pg.h"

#define CERROJO INT64_C(0x64696374616d0002) /* "dictam", 2: the calendar */

enum status calendario_version(struct db *db, int *out, struct error *err)
{
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	PGRESULT_AUTO *r = NULL;
	enum status st = pg_exec(db, QUERY_CALENDARIO_VERSION, &a, &r, err);
	if (st == STATUS_OK)
		*out = pg_get_int(r, 0, 0);
	return st;
}

static const char *text(const PGresult *r, int row, const char *col, struct arena *a, bool *full)
{
	const char *v = pg_get_text(r, row, pg_col(r, col));
	const char *copy = arena_strdup(a, v ? v : "");
	*full |= !copy;
	return copy;
}

static enum status load_days(struct db *db, int version, struct arena *a, struct calendario *out, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_int(&args, version);
	PGRESULT_AUTO *r = NULL;
	enum status st = pg_exec(db, QUERY_CALENDARIO_DIAS, &args, &r, err);
	if (st != STATUS_OK)
		return st;
	out->n_dias = (size_t)PQntuples(r);
	struct calendario_dia *dias = ARENA_ARRAY(a, out->n_dias + 1, struct calendario_dia);
	bool full = !dias;
	int c_fecha = pg_col(r, "fecha"), c_hab = pg_col(r, "habilitado");
	for (size_t i = 0; i < out->n_dias && !full; i++) {
		dias[i].fecha = pg_get_fecha(r, (int)i, c_fecha);
		dias[i].habilitado = pg_get_bool(r, (int)i, c_hab);
		dias[i].motivo = text(r, (int)i, "motivo", a, &full);
		dias[i].fuente = text(r, (int)i, "fuente", a, &full);
	}
	out->dias = dias;
	return full ? error_set(err, PROBLEM_INTERNO) : STATUS_OK;
}

static enum status load_years(struct db *db, int version, struct arena *a, struct calendario *out, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_int(&args, version);
	PGRESULT_AUTO *r = NULL;
	enum status st = pg_exec(db, QUERY_CALENDARIO_ANIOS, &args, &r, err);
	if (st != STATUS_OK)
		return st;
	out->n_anios_sre = (size_t)PQntuples(r);
	int *anios = ARENA_ARRAY(a, out->n_anios_sre + 1, int);
	if (!anios)
		return error_set(err, PROBLEM_INTERNO);
	for (size_t i = 0; i < out->n_anios_sre; i++)
		anios[i] = pg_get_int(r, (int)i, 0);
	out->anios_sre = anios;
	return STATUS_OK;
}

/* A version never changes once published, so that its parts may be read one after the other. */
enum status calendario_load(struct db *db, int version, struct arena *a, struct calendario *out, struct error *err)
{
	*out = (struct calendario){.version = version};
	enum status st = version ? STATUS_OK : calendario_version(db, &out->version, err);
	if (st == STATUS_OK)
		st = load_days(db, out->version, a, out, err);
	if (st == STATUS_OK)
		st = load_years(db, out->version, a, out, err);
	return st;
}

enum status calendario_lock(struct db *db, int *version, struct error *err)
{
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	pg_bigint(&a, CERROJO);
	PGRESULT_AUTO *r = NULL;
	enum status st = pg_exec(db, QUERY_CALENDARIO_BLOQUEAR, &a, &r, err);
	return st == STATUS_OK ? calendario_version(db, version, err) : st;
}

static enum status add_notice(struct db *db, const struct aviso_nuevo *n, int version, struct error *err)
{
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	pg_int(&a, version);
	pg_text(&a, n->tipo);
	pg_text(&a, n->fuente);
	pg_text(&a, n->motivo);
	pg_array(&a, PG_INT4, n->n_anios);
	for (size_t i = 0; i < n->n_anios; i++)
		pg_item_int(&a, n->anios[i]);
	pg_array_end(&a);
	if (n->revoca)
		pg_int(&a, n->revoca);
	else
		pg_null(&a);
	pg_uuid(&a, &n->usuario);
	pg_instante(&a, n->publicado_en);
	PGRESULT_AUTO *r = NULL;
	return pg_exec(db, QUERY_CALENDARIO_AVISO_ALTA, &a, &r, err);
}

static enum status add_days(struct db *db, const struct aviso_nuevo *n, int version, struct error *err)
{
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	pg_int(&a, version);
	pg_array(&a, PG_DATE, n->n_dias);
	for (size_t i = 0; i < n->n_dias; i++)
		pg_item_fecha(&a, n->dias[i].fecha);
	pg_array_end(&a);
	pg_array(&a, PG_BOOL, n->n_dias);
	for (size_t i = 0; i < n->n_dias; i++)
		pg_item_bool(&a, n->dias[i].habilitado);
	pg_array_end(&a);
	pg_array(&a, PG_TEXT, n->n_dias);
	for (size_t i = 0; i < n->n_dias; i++)
		pg_item_text(&a, n->dias[i].motivo);
	pg_array_end(&a);
	pg_array(&a, PG_TEXT, n->n_dias);
	for (size_t i = 0; i < n->n_dias; i++)
		pg_item_text(&a, n->dias[i].fuente);
	pg_array_end(&a);
	pg_array(&a, PG_TEXT, n->n_dias);
	for (size_t i = 0; i < n->n_dias; i++)
		pg_item_text(&a, n->dias[i].origen);
	pg_array_end(&a);
	PGRESULT_AUTO *r = NULL;
	return pg_exec(db, QUERY_CALENDARIO_DIAS_ALTA, &a, &r, err);
}

static enum status end_days(struct db *db, int version, int revoca, struct error *err)
{
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	pg_int(&a, version);
	pg_int(&a, revoca);
	PGRESULT_AUTO *r = NULL;
	return pg_exec(db, QUERY_CALENDARIO_DIAS_BAJA, &a, &r, err);
}

enum status calendario_publish(struct db *db, const struct aviso_nuevo *n, int version, struct error *err)
{
	enum status st = add_notice(db, n, version, err);
	if (st == STATUS_OK && n->n_dias > 0)
		st = add_days(db, n, version, err);
	if (st == STATUS_OK && n->revoca)
		st = end_days(db, version, n->revoca, err);
	return st;
}

static bool notice_row(const PGresult *r, int row, struct arena *a, struct aviso_fila *v)
{
	bool full = false;
	*v = (struct aviso_fila){.version = pg_get_int(r, row, pg_col(r, "version")),
		.revoca = pg_get_int(r, row, pg_col(r, "revoca")),
		.revocado_por = pg_get_int(r, row, pg_col(r, "revocado_por")),
		.tipo = text(r, row, "tipo", a, &full),
		.fuente = text(r, row, "fuente", a, &full),
		.motivo = text(r, row, "motivo", a, &full),
		.anios = text(r, row, "anios", a, &full),
		.dias = text(r, row, "dias", a, &full),
		.n_dias = pg_get_int(r, row, pg_col(r, "n_dias")),
		.usuario = pg_get_uuid(r, row, pg_col(r, "usuario_id")),
		.publicado_en = pg_get_instante(r, row, pg_col(r, "publicado_en"))};
	return !full;
}

static enum status notices(
	struct db *db, int antes_de, int limite, int version, struct arena *a, struct aviso_fila **out, size_t *n, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	if (antes_de)
		pg_int(&args, antes_de);
	else
		pg_null(&args);
	pg_int(&args, limite);
	if (version)
		pg_int(&args, version);
	else
		pg_null(&args);
	PGRESULT_AUTO *r = NULL;
	enum status st = pg_exec(db, QUERY_CALENDARIO_AVISOS_LISTA, &args, &r, err);
	if (st != STATUS_OK)
		return st;
	*n = (size_t)PQntuples(r);
	*out = ARENA_ARRAY(a, *n + 1, struct aviso_fila);
	for (size_t i = 0; i < *n; i++)
		if (!*out || !notice_row(r, (int)i, a, &(*out)[i]))
			return error_set(err, PROBLEM_INTERNO);
	return STATUS_OK;
}

enum status calendario_notices(
	struct db *db, int antes_de, int limite, struct arena *a, struct aviso_fila **out, size_t *n, struct error *err)
{
	return notices(db, antes_de, limite, 0, a, out, n, err);
}

enum status calendario_notice(struct db *db, int version, struct arena *a, struct aviso_fila *out, struct error *err)
{
	struct aviso_fila *rows = NULL;
	size_t n = 0;
	enum status st = version > 0 ? notices(db, 0, 1, version, a, &rows, &n, err) : STATUS_OK;
	if (st != STATUS_OK)
		return st;
	if (n == 0)
		return error_set(err, PROBLEM_NO_ENCONTRADO);
	*out = rows[0];
	return STATUS_OK;
}

enum status calendario_remember(struct db *db, const struct uuid *usuario, const struct idempotencia *idem, struct error *err)
{
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	pg_uuid(&a, usuario);
	pg_text(&a, idem->clave);
	pg_sha(&a, &idem->huella);
	pg_int(&a, idem->http);
	pg_text(&a, idem->cuerpo);
	pg_text(&a, idem->encabezados ? idem->encabezados : "");
	PGRESULT_AUTO *r = NULL;
	struct error own;
	error_init(&own, err->arena);
	enum status st = pg_exec(db, QUERY_CALENDARIO_RECORDAR, &a, &r, &own);
	if (st == STATUS_OK)
		return st;
	if (strcmp(own.sqlstate, "23505") == 0)
		return error_set(err, PROBLEM_IDEMPOTENCIA_EN_CURSO);
	if (err->problem == PROBLEM_NONE)
		*err = own;
	return st;
}
