#include "store/emitidos.h"

#include "store/contenido.h"
#include "store/pg.h"

static enum status read_row(const PGresult *r, int i, struct arena *a, struct emitido_fila *f, struct error *err)
{
	const char *numero = pg_get_text(r, i, pg_col(r, "numero")), *nota = pg_get_text(r, i, pg_col(r, "sello_nota"));
	*f = (struct emitido_fila){
		.id = pg_get_uuid(r, i, pg_col(r, "id")),
		.expediente = pg_get_uuid(r, i, pg_col(r, "expediente_id")),
		.n = pg_get_int(r, i, pg_col(r, "n")),
		.clase = arena_strdup(a, pg_get_text(r, i, pg_col(r, "clase"))),
		.nombre = arena_strdup(a, pg_get_text(r, i, pg_col(r, "nombre"))),
		.numero = arena_strdup(a, numero),
		.fecha = pg_get_fecha(r, i, pg_col(r, "fecha")),
		.tamano = pg_get_int64(r, i, pg_col(r, "tamano")),
		.sha256 = pg_get_sha(r, i, pg_col(r, "sha256")),
		.codigo = arena_strdup(a, pg_get_text(r, i, pg_col(r, "codigo"))),
		.certificado = pg_get_sha(r, i, pg_col(r, "certificado")),
		.sello = arena_strdup(a, pg_get_text(r, i, pg_col(r, "sello"))),
		.sello_nota = arena_strdup(a, nota),
		.sellado_en = pg_get_instante(r, i, pg_col(r, "sellado_en")),
		.plantillas = pg_get_sha(r, i, pg_col(r, "plantillas")),
		.tiene_plantillas = !PQgetisnull(r, i, pg_col(r, "plantillas")),
	};
	bool ok = f->clase && f->nombre && f->codigo && f->sello && !f->numero == !numero && !f->sello_nota == !nota;
	return ok ? STATUS_OK : error_set(err, PROBLEM_INTERNO);
}

enum status emitidos_of(struct db *db, const struct actor *who, const struct uuid *expediente, struct arena *a, struct emitido_fila **out,
	size_t *n, struct error *err)
{
	enum status st = db_scope(db, who, err);
	if (st != STATUS_OK)
		return st;
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_uuid(&args, expediente);
	PGRESULT_AUTO *r = NULL;
	st = pg_exec(db, QUERY_EMITIDOS_DE_EXPEDIENTE, &args, &r, err);
	if (st != STATUS_OK)
		return st;
	*n = (size_t)PQntuples(r);
	*out = ARENA_ARRAY(a, *n, struct emitido_fila);
	if (!*out)
		return error_set(err, PROBLEM_INTERNO);
	for (size_t i = 0; i < *n && st == STATUS_OK; i++)
		st = read_row(r, (int)i, a, &(*out)[i], err);
	return st;
}

/* Nobody is asked who they are: the answer is a few facts of one document, chosen by what the caller already holds. */
static enum status find(
	struct db *db, const char *codigo, const struct sha256 *sha, struct arena *a, struct emitido_fila *out, struct error *err)
{
	enum status st = db_scope(db, NULL, err);
	if (st != STATUS_OK)
		return st;
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_text(&args, codigo);
	if (sha)
		pg_sha(&args, sha);
	else
		pg_null(&args);
	PGRESULT_AUTO *r = NULL;
	st = pg_exec(db, QUERY_EMITIDOS_POR_CODIGO, &args, &r, err);
	if (st == STATUS_OK && PQntuples(r) == 0)
		st = error_set(err, PROBLEM_NO_ENCONTRADO);
	if (st == STATUS_OK)
		st = read_row(r, 0, a, out, err);
	if (st == STATUS_OK)
		out->corregido = pg_get_bool(r, 0, pg_col(r, "corregido"));
	return st;
}

enum status emitido_by_code(struct db *db, const char *codigo, struct arena *a, struct emitido_fila *out, struct error *err)
{
	return find(db, codigo, NULL, a, out, err);
}

enum status emitido_by_sha(struct db *db, const struct sha256 *sha, struct arena *a, struct emitido_fila *out, struct error *err)
{
	return find(db, NULL, sha, a, out, err);
}

enum status emitido_exists(struct db *db, const struct uuid *expediente, int n, const char *clase, bool *hay, struct error *err)
{
	enum status st = db_scope(db, NULL, err);
	if (st != STATUS_OK)
		return st;
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_uuid(&args, expediente);
	pg_int(&args, n);
	pg_text(&args, clase);
	PGRESULT_AUTO *r = NULL;
	st = pg_exec(db, QUERY_EMITIDOS_HAY, &args, &r, err);
	if (st == STATUS_OK)
		*hay = pg_get_bool(r, 0, 0);
	return st;
}

/* ---- adding ---- */

static enum status insert(struct db *db, const struct emitido_fila *f, bool *nuevo, struct error *err)
{
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	pg_uuid(&a, &f->id);
	pg_uuid(&a, &f->expediente);
	pg_int(&a, f->n);
	pg_text(&a, f->clase);
	pg_text(&a, f->nombre);
	pg_text(&a, f->numero);
	pg_fecha(&a, f->fecha);
	pg_bigint(&a, f->tamano);
	pg_sha(&a, &f->sha256);
	pg_text(&a, f->codigo);
	pg_sha(&a, &f->certificado);
	pg_text(&a, f->sello);
	pg_text(&a, f->sello_nota);
	pg_instante(&a, f->sellado_en);
	pg_sha(&a, &f->plantillas);
	PGRESULT_AUTO *r = NULL;
	enum status st = pg_exec(db, QUERY_EMITIDOS_AGREGAR, &a, &r, err);
	*nuevo = st == STATUS_OK && PQntuples(r) == 1;
	return st;
}

enum status emitido_add(struct db *db, const struct emitido_fila *f, int fd, bool *nuevo, struct error *err)
{
	*nuevo = false;
	enum status st = db_begin(db, err);
	if (st == STATUS_OK)
		st = db_scope(db, NULL, err);
	if (st == STATUS_OK)
		st = contenido_put(db, &f->sha256, fd, f->tamano, err);
	if (st == STATUS_OK)
		st = insert(db, f, nuevo, err);
	if (st == STATUS_OK && *nuevo)
		st = db_commit(db, err);
	else
		db_rollback(db); /* the content of the one that came second goes too */
	*nuevo = *nuevo && st == STATUS_OK;
	return st;
}

/* ---- what is owed ---- */

static void text_array(struct pg_args *a, const char *const *l, size_t n)
{
	pg_array(a, PG_TEXT, n);
	for (size_t i = 0; i < n; i++)
		pg_item_text(a, l[i]);
	pg_array_end(a);
}

enum status emitidos_replace(struct db *db, const struct emitidos_debidos *d, struct uuid *desde, int *puestos, struct error *err)
{
	enum status st = db_scope(db, NULL, err);
	if (st != STATUS_OK)
		return st;
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	pg_bytes(&a, desde->b, sizeof desde->b); /* nil is a value here */
	text_array(&a, d->actos, d->n);
	text_array(&a, d->clases, d->n);
	pg_int(&a, d->archivos_max);
	pg_int(&a, d->trabajos_max);
	PGRESULT_AUTO *r = NULL;
	st = pg_exec(db, QUERY_EMITIDOS_REPONER, &a, &r, err);
	if (st != STATUS_OK)
		return st;
	*puestos = pg_get_int(r, 0, pg_col(r, "puestos"));
	if (*puestos < d->trabajos_max) /* else the same files are looked at again: more of theirs may be missing */
		*desde = pg_get_uuid(r, 0, pg_col(r, "ultimo"));
	return STATUS_OK;
}
