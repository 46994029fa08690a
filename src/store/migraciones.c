#include "store/migraciones.h"

#include <string.h>

#include "domain/procedimiento.h"
#include "store/pg.h"

#define CERROJO INT64_C(0x64696374616d0001) /* "dictam", 1: the schema */

static enum status lock(struct db *db, struct error *err)
{
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	pg_bigint(&a, CERROJO);
	PGRESULT_AUTO *r = NULL;
	return pg_exec(db, QUERY_MIGRACION_BLOQUEAR, &a, &r, err);
}

static enum status exec_plain(struct db *db, enum sql_query_id q, struct error *err)
{
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	PGRESULT_AUTO *r = NULL;
	return pg_exec(db, q, &a, &r, err);
}

/* A reason for the operator; keeps what the database said. */
static enum status reason(struct error *err, const char *text)
{
	err->interno = err->interno ? arena_printf(err->arena, "%s: %s", text, err->interno) : text;
	return error_set(err, PROBLEM_INTERNO);
}

static void checksum(const struct sql_migration *m, struct sha256 *out)
{
	sha256_of(m->text, strlen(m->text), out);
}

/* Compares what is applied with the program's list. *next: first migration still to be applied, NULL when none. */
static enum status review(struct db *db, const struct sql_migration **next, struct error *err)
{
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	PGRESULT_AUTO *r = NULL;
	enum status st = pg_exec(db, QUERY_MIGRACION_LISTA, &a, &r, err);
	if (st != STATUS_OK)
		return st;
	int c_numero = pg_col(r, "numero"), c_nombre = pg_col(r, "nombre"), c_sha = pg_col(r, "sha256");
	size_t applied = (size_t)PQntuples(r);
	for (size_t i = 0; i < applied; i++) {
		int numero = pg_get_int(r, (int)i, c_numero);
		const char *nombre = pg_get_text(r, (int)i, c_nombre);
		if (i >= sql_migration_count)
			return reason(err, arena_printf(err->arena, "la base es más nueva que el programa: tiene la migración %s", nombre));
		if (numero != sql_migrations[i].number)
			return reason(err,
				arena_printf(err->arena, "la base tiene la migración %s donde el programa espera %s", nombre,
					sql_migrations[i].name));
		struct sha256 sha = pg_get_sha(r, (int)i, c_sha), own;
		checksum(&sql_migrations[i], &own);
		if (!sha256_equal(&sha, &own))
			return reason(err,
				arena_printf(
					err->arena, "la migración %s cambió después de aplicarse; las migraciones no se editan", nombre));
	}
	*next = applied < sql_migration_count ? &sql_migrations[applied] : NULL;
	return STATUS_OK;
}

static enum status apply(struct db *db, const struct sql_migration *m, struct error *err)
{
	enum status st = pg_command(db, m->text, err);
	if (st != STATUS_OK)
		return reason(err, arena_printf(err->arena, "falló la migración %s", m->name));
	struct sha256 sha;
	checksum(m, &sha);
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	pg_int(&a, m->number);
	pg_text(&a, m->name);
	pg_sha(&a, &sha);
	PGRESULT_AUTO *r = NULL;
	return pg_exec(db, QUERY_MIGRACION_ALTA, &a, &r, err);
}

/* One transaction: the lock, the look, at most one migration. */
static enum status step(struct db *db, const struct sql_migration **done, struct error *err)
{
	*done = NULL;
	enum status st = db_begin(db, err);
	if (st == STATUS_OK)
		st = lock(db, err);
	if (st == STATUS_OK)
		st = exec_plain(db, QUERY_MIGRACION_CREAR, err);
	if (st == STATUS_OK)
		st = review(db, done, err);
	if (st == STATUS_OK && *done)
		st = apply(db, *done, err);
	if (st == STATUS_OK)
		st = db_commit(db, err);
	if (st != STATUS_OK)
		db_rollback(db);
	return st;
}

/* ---- the procedure's table ---- */

struct fila {
	enum acto_tipo acto;
	enum estado desde, hacia;
	int paso;
};

static struct fila *wanted(struct arena *a, size_t *n)
{
	static const enum acto_tipo asientos[] = {ACTO_MODIFICAR_DATOS, ACTO_INCORPORAR_DOCUMENTO, ACTO_RECOMPUTAR_PLAZOS};
	size_t n_asientos = sizeof asientos / sizeof *asientos;
	struct fila *f = ARENA_ARRAY(a, transiciones_count + n_asientos * ESTADO_COUNT, struct fila);
	if (!f)
		return NULL;
	*n = 0;
	for (size_t i = 0; i < transiciones_count; i++) {
		const struct transicion *t = &transiciones[i];
		f[(*n)++] = (struct fila){t->acto, t->desde, t->hacia, t->paso};
	}
	for (size_t i = 0; i < n_asientos; i++)
		for (int e = ESTADO_NINGUNO + 1; e < ESTADO_COUNT; e++)
			f[(*n)++] = (struct fila){asientos[i], (enum estado)e, (enum estado)e, 0};
	return f;
}

static void add_keys(struct pg_args *a, const struct fila *f, size_t n)
{
	pg_array(a, PG_TEXT, n);
	for (size_t i = 0; i < n; i++)
		pg_item_text(a, vocabulario_slug(&vocabulario_acto, (int)f[i].acto));
	pg_array_end(a);
	pg_array(a, PG_TEXT, n);
	for (size_t i = 0; i < n; i++)
		pg_item_text(a, vocabulario_slug(&vocabulario_estado, (int)f[i].desde));
	pg_array_end(a);
	pg_array(a, PG_TEXT, n);
	for (size_t i = 0; i < n; i++)
		pg_item_text(a, vocabulario_slug(&vocabulario_estado, (int)f[i].hacia));
	pg_array_end(a);
}

static enum status insert_missing(struct db *db, const struct fila *f, size_t n, struct error *err)
{
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	add_keys(&a, f, n);
	pg_array(&a, PG_INT4, n);
	for (size_t i = 0; i < n; i++)
		pg_item_int(&a, f[i].paso);
	pg_array_end(&a);
	PGRESULT_AUTO *r = NULL;
	return pg_exec(db, QUERY_MIGRACION_TRANSICIONES_ALTA, &a, &r, err);
}

static enum status remove_unused(struct db *db, const struct fila *f, size_t n, struct error *err)
{
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	add_keys(&a, f, n);
	PGRESULT_AUTO *used = NULL, *r = NULL;
	enum status st = pg_exec(db, QUERY_MIGRACION_TRANSICIONES_USADAS, &a, &used, err);
	if (st != STATUS_OK)
		return st;
	if (PQntuples(used) > 0)
		return reason(err,
			arena_printf(err->arena, "hay actos registrados con la transición %s (%s → %s), que el programa ya no tiene",
				pg_get_text(used, 0, 0), pg_get_text(used, 0, 1), pg_get_text(used, 0, 2)));
	return pg_exec(db, QUERY_MIGRACION_TRANSICIONES_BAJA, &a, &r, err);
}

static enum status sync_transitions(struct db *db, struct error *err)
{
	size_t n = 0;
	struct fila *f = wanted(err->arena, &n);
	if (!f)
		return error_set(err, PROBLEM_INTERNO);
	enum status st = db_begin(db, err);
	if (st == STATUS_OK)
		st = lock(db, err);
	if (st == STATUS_OK)
		st = insert_missing(db, f, n, err);
	if (st == STATUS_OK)
		st = remove_unused(db, f, n, err);
	if (st == STATUS_OK)
		st = db_commit(db, err);
	if (st != STATUS_OK)
		db_rollback(db);
	return st;
}

enum status migraciones_apply(struct db *db, migracion_aviso *aviso, void *arg, struct error *err)
{
	for (size_t i = 0; i <= sql_migration_count; i++) {
		const struct sql_migration *done = NULL;
		enum status st = step(db, &done, err);
		if (st != STATUS_OK)
			return st;
		if (!done)
			break;
		if (aviso)
			aviso(arg, done->number, done->name);
	}
	return sync_transitions(db, err);
}
