#include "store/verificacion.h"

#include "store/pg.h"

enum status verificacion_page(struct db *db, const struct uuid *despues_de, const struct uuid *uno, int limite, struct arena *a,
	struct verificacion_fila **out, size_t *n, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_uuid(&args, despues_de);
	pg_int(&args, limite);
	pg_uuid(&args, uno);
	PGRESULT_AUTO *r = NULL;
	enum status st = pg_exec(db, QUERY_VERIFICACION_EXPEDIENTES, &args, &r, err);
	if (st != STATUS_OK)
		return st;
	*n = (size_t)PQntuples(r);
	struct verificacion_fila *f = ARENA_ARRAY(a, *n + 1, struct verificacion_fila);
	for (size_t i = 0; f && i < *n; i++) {
		int row = (int)i;
		f[i] = (struct verificacion_fila){.id = pg_get_uuid(r, row, pg_col(r, "id")),
			.organizacion = pg_get_uuid(r, row, pg_col(r, "organizacion_id")),
			.version = pg_get_int(r, row, pg_col(r, "version")),
			.hash = pg_get_sha(r, row, pg_col(r, "hash")),
			.estado = arena_strdup(a, pg_get_text(r, row, pg_col(r, "estado"))),
			.folio = arena_strdup(a, pg_get_text(r, row, pg_col(r, "folio")))};
		if (!f[i].estado)
			return error_set(err, PROBLEM_INTERNO);
	}
	*out = f;
	return f ? STATUS_OK : error_set(err, PROBLEM_INTERNO);
}

enum status verificacion_contenido(struct db *db, const struct sha256 *sha, struct sha256 *real, int64_t *bytes, struct error *err)
{
	struct sha256_ctx c;
	sha256_begin(&c);
	*bytes = 0;
	for (int i = 0;; i++) {
		PG_ARGS_AUTO args;
		pg_args_init(&args);
		pg_sha(&args, sha);
		pg_int(&args, i);
		PGRESULT_AUTO *r = NULL;
		enum status st = pg_exec(db, QUERY_VERIFICACION_TROZO, &args, &r, err);
		if (st != STATUS_OK)
			return st;
		if (PQntuples(r) == 0)
			break;
		sha256_add(&c, PQgetvalue(r, 0, 0), (size_t)PQgetlength(r, 0, 0));
		*bytes += PQgetlength(r, 0, 0);
	}
	sha256_end(&c, real);
	return STATUS_OK;
}

enum status verificacion_asientos(struct db *db, const char *asiento, int n, int limite, struct arena *a, struct verificacion_asiento **out,
	size_t *cuantos, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_text(&args, asiento);
	pg_int(&args, n);
	pg_int(&args, limite);
	PGRESULT_AUTO *r = NULL;
	enum status st = pg_exec(db, QUERY_VERIFICACION_ASIENTOS, &args, &r, err);
	if (st != STATUS_OK)
		return st;
	*cuantos = (size_t)PQntuples(r);
	struct verificacion_asiento *v = ARENA_ARRAY(a, *cuantos, struct verificacion_asiento);
	for (size_t i = 0; v && i < *cuantos; i++) {
		const int row = (int)i;
		v[i] = (struct verificacion_asiento){.asiento = arena_strdup(a, pg_get_text(r, row, pg_col(r, "asiento"))),
			.datos = arena_strdup(a, pg_get_text(r, row, pg_col(r, "datos"))),
			.quedo = arena_strdup(a, pg_get_text(r, row, pg_col(r, "quedo"))),
			.n = pg_get_int(r, row, pg_col(r, "n")),
			.indice = pg_get_int64(r, row, pg_col(r, "indice")),
			.acto = (enum registro_acto)vocabulario_find(&vocabulario_registro_acto, pg_get_text(r, row, pg_col(r, "acto")))};
		if (!v[i].asiento || !v[i].datos)
			return error_set(err, PROBLEM_INTERNO);
	}
	*out = v;
	return v ? STATUS_OK : error_set(err, PROBLEM_INTERNO);
}

enum status verificacion_fichas(struct db *db, struct arena *a, const char **asiento, int64_t *indice, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	PGRESULT_AUTO *r = NULL;
	enum status st = pg_exec(db, QUERY_VERIFICACION_FICHAS, &args, &r, err);
	*asiento = NULL;
	if (st == STATUS_OK && PQntuples(r) > 0) {
		*asiento = arena_strdup(a, pg_get_text(r, 0, pg_col(r, "asiento")));
		*indice = pg_get_int64(r, 0, pg_col(r, "indice"));
	}
	return st;
}

static enum status first_wrong(struct db *db, enum sql_query_id q, struct arena *a, const char **cual, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	PGRESULT_AUTO *r = NULL;
	enum status st = pg_exec(db, q, &args, &r, err);
	*cual = NULL;
	if (st == STATUS_OK && PQntuples(r) > 0)
		*cual = arena_printf(a, "%s/%s/%s", pg_get_text(r, 0, 0), pg_get_text(r, 0, 1), pg_get_text(r, 0, 2));
	return st;
}

enum status verificacion_conteos(struct db *db, struct arena *a, const char **cual, struct error *err)
{
	static const enum sql_query_id consultas[] = {QUERY_VERIFICACION_CONTEOS, QUERY_VERIFICACION_PARES, QUERY_VERIFICACION_MESES};
	enum status st = STATUS_OK;
	*cual = NULL;
	for (size_t i = 0; i < sizeof consultas / sizeof *consultas && st == STATUS_OK && !*cual; i++)
		st = first_wrong(db, consultas[i], a, cual, err);
	return st;
}
