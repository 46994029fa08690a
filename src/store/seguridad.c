#include "store/seguridad.h"

#include "store/pg.h"

/* ---- writing ---- */

enum status seguridad_lock(struct db *db, int64_t *n, struct sha256 *hash, struct error *err)
{
	if (!db->en_transaccion) /* the lock would be gone before it served */
		return error_set(err, PROBLEM_INTERNO);
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	PGRESULT_AUTO *tomado = NULL;
	PGRESULT_AUTO *r = NULL;
	enum status st = pg_exec(db, QUERY_SEGURIDAD_BLOQUEAR, &a, &tomado, err);
	if (st == STATUS_OK)
		st = pg_exec(db, QUERY_SEGURIDAD_CABEZA, &a, &r, err);
	if (st != STATUS_OK)
		return st;
	const bool hay = PQntuples(r) > 0;
	*n = hay ? pg_get_int64(r, 0, pg_col(r, "n")) : 0;
	*hash = hay ? pg_get_sha(r, 0, pg_col(r, "hash")) : (struct sha256){{0}};
	return STATUS_OK;
}

typedef const char *texto_fn(const struct seguridad_acto *a);
static const char *tipo_of(const struct seguridad_acto *a)
{
	return vocabulario_slug(&vocabulario_seguridad, (int)a->tipo);
}
static const char *rol_of(const struct seguridad_acto *a)
{
	return vocabulario_slug(&vocabulario_rol, (int)a->rol);
}
static const char *direccion_of(const struct seguridad_acto *a)
{
	return a->direccion;
}
static const char *objeto_of(const struct seguridad_acto *a)
{
	return a->objeto;
}
static const char *datos_of(const struct seguridad_acto *a)
{
	return a->datos;
}

static void texts(struct pg_args *args, const struct seguridad_acto *rows, size_t n, texto_fn *fn)
{
	pg_array(args, PG_TEXT, n);
	for (size_t i = 0; i < n; i++)
		pg_item_text(args, fn(&rows[i]));
	pg_array_end(args);
}

static void hashes(struct pg_args *args, const struct seguridad_acto *rows, size_t n, bool anterior)
{
	pg_array(args, PG_BYTEA, n);
	for (size_t i = 0; i < n; i++)
		pg_item_bytes(args, anterior ? rows[i].anterior.b : rows[i].hash.b, SHA256_LEN);
	pg_array_end(args);
}

static void numbers(struct pg_args *args, const struct seguridad_acto *rows, size_t n, bool veces)
{
	pg_array(args, PG_INT8, n);
	for (size_t i = 0; i < n; i++)
		pg_item_bigint(args, veces ? rows[i].veces : rows[i].n);
	pg_array_end(args);
}

static void people(struct pg_args *args, const struct seguridad_acto *rows, size_t n, bool organizacion)
{
	pg_array(args, PG_UUID, n);
	for (size_t i = 0; i < n; i++)
		pg_item_uuid(args, organizacion ? &rows[i].organizacion : &rows[i].usuario);
	pg_array_end(args);
}

enum status seguridad_append(struct db *db, const struct seguridad_acto *rows, size_t n, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	numbers(&args, rows, n, false);
	texts(&args, rows, n, tipo_of);
	pg_array(&args, PG_TIMESTAMPTZ, n);
	for (size_t i = 0; i < n; i++)
		pg_item_instante(&args, rows[i].registrado_en);
	pg_array_end(&args);
	people(&args, rows, n, false);
	people(&args, rows, n, true);
	texts(&args, rows, n, rol_of);
	texts(&args, rows, n, direccion_of);
	texts(&args, rows, n, objeto_of);
	numbers(&args, rows, n, true);
	texts(&args, rows, n, datos_of);
	hashes(&args, rows, n, true);
	hashes(&args, rows, n, false);
	PGRESULT_AUTO *r = NULL;
	return pg_exec(db, QUERY_SEGURIDAD_ANEXAR, &args, &r, err);
}

enum status seguridad_key_used(struct db *db, const struct uuid *clave, const char *direccion, dia_t dia, bool *primera, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_uuid(&args, clave);
	pg_text(&args, direccion);
	pg_fecha(&args, dia);
	PGRESULT_AUTO *r = NULL;
	enum status st = pg_exec(db, QUERY_SEGURIDAD_USAR, &args, &r, err);
	if (st == STATUS_OK)
		*primera = PQntuples(r) == 1;
	return st;
}

/* ---- reading ---- */

enum status seguridad_last(struct db *db, enum seguridad_tipo tipo, struct arena *a, const char **datos, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_text(&args, vocabulario_slug(&vocabulario_seguridad, (int)tipo));
	PGRESULT_AUTO *r = NULL;
	*datos = NULL;
	enum status st = pg_exec(db, QUERY_SEGURIDAD_ULTIMO, &args, &r, err);
	if (st != STATUS_OK || PQntuples(r) == 0)
		return st;
	*datos = arena_strdup(a, pg_get_text(r, 0, 0));
	return *datos ? STATUS_OK : error_set(err, PROBLEM_INTERNO);
}

static bool read_row(const PGresult *r, int row, struct arena *a, struct seguridad_acto *out)
{
	*out = (struct seguridad_acto){.n = pg_get_int64(r, row, pg_col(r, "n")),
		.tipo = (enum seguridad_tipo)vocabulario_find(&vocabulario_seguridad, pg_get_text(r, row, pg_col(r, "tipo"))),
		.registrado_en = pg_get_instante(r, row, pg_col(r, "registrado_en")),
		.usuario = pg_get_uuid(r, row, pg_col(r, "usuario_id")),
		.organizacion = pg_get_uuid(r, row, pg_col(r, "organizacion_id")),
		.rol = (enum rol)vocabulario_find(&vocabulario_rol, pg_get_text(r, row, pg_col(r, "rol"))),
		.direccion = arena_strdup(a, pg_get_text(r, row, pg_col(r, "direccion"))),
		.objeto = arena_strdup(a, pg_get_text(r, row, pg_col(r, "objeto"))),
		.veces = pg_get_int64(r, row, pg_col(r, "veces")),
		.datos = arena_strdup(a, pg_get_text(r, row, pg_col(r, "datos"))),
		.anterior = pg_get_sha(r, row, pg_col(r, "anterior")),
		.hash = pg_get_sha(r, row, pg_col(r, "hash"))};
	return out->direccion && out->objeto && out->datos;
}

static enum status read_rows(const PGresult *r, struct arena *a, struct seguridad_acto **out, size_t *n, struct error *err)
{
	*n = (size_t)PQntuples(r);
	*out = ARENA_ARRAY(a, *n + 1, struct seguridad_acto);
	for (size_t i = 0; i < *n; i++)
		if (!*out || !read_row(r, (int)i, a, &(*out)[i]))
			return error_set(err, PROBLEM_SATURADO);
	return *out ? STATUS_OK : error_set(err, PROBLEM_SATURADO);
}

enum status seguridad_page(struct db *db, const struct actor *who, const struct seguridad_filtro *f, struct arena *a,
	struct seguridad_acto **out, size_t *n, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	if (f->antes_de > 0)
		pg_bigint(&args, f->antes_de);
	else
		pg_null(&args);
	pg_text(&args, f->tipo ? vocabulario_slug(&vocabulario_seguridad, (int)f->tipo) : NULL);
	pg_uuid(&args, &f->usuario);
	pg_text(&args, f->objeto);
	pg_instante(&args, f->desde);
	pg_instante(&args, f->hasta);
	pg_int(&args, f->limite);
	PGRESULT_AUTO *r = NULL;
	enum status st = db_scope(db, who, err);
	if (st == STATUS_OK)
		st = pg_exec_once(db, QUERY_SEGURIDAD_LISTAR, &args, &r, err);
	return st == STATUS_OK ? read_rows(r, a, out, n, err) : st;
}

enum status seguridad_chain(
	struct db *db, int64_t despues, int limite, struct arena *a, struct seguridad_acto **out, size_t *n, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_bigint(&args, despues);
	pg_int(&args, limite);
	PGRESULT_AUTO *r = NULL;
	enum status st = pg_exec(db, QUERY_SEGURIDAD_POR_VERIFICAR, &args, &r, err);
	return st == STATUS_OK ? read_rows(r, a, out, n, err) : st;
}
