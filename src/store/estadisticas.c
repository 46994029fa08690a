#include "store/estadisticas.h"

#include "store/pg.h"

enum status registro_version(struct db *db, int64_t *version, int64_t *municipios, struct error *err)
{
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	PGRESULT_AUTO *r = NULL;
	enum status st = pg_exec(db, QUERY_REGISTRO_VERSION, &a, &r, err);
	if (st == STATUS_OK) {
		*version = pg_get_int64(r, 0, pg_col(r, "version"));
		*municipios = pg_get_int64(r, 0, pg_col(r, "municipios"));
	}
	return st;
}

static void codes(struct pg_args *a, const char *const *v)
{
	size_t n = 0;
	if (!v) {
		pg_null(a);
		return;
	}
	while (v[n])
		n++;
	pg_array(a, PG_TEXT, n);
	for (size_t i = 0; i < n; i++)
		pg_item_text(a, v[i]);
	pg_array_end(a);
}

static enum sql_query_id ask(const struct estadistica_filtro *f, struct pg_args *a)
{
	if (!f)
		return QUERY_REGISTRO_CONTEOS;
	codes(a, f->entidades);
	codes(a, f->niveles);
	codes(a, f->clases);
	codes(a, f->paises);
	codes(a, f->regiones);
	codes(a, f->tipos);
	codes(a, f->areas);
	pg_fecha(a, f->firma_desde);
	pg_fecha(a, f->firma_hasta);
	if (f->antes_de == INSTANTE_NINGUNO)
		return QUERY_REGISTRO_CONTAR_HOY;
	pg_instante(a, f->antes_de);
	return QUERY_REGISTRO_CONTAR_AL;
}

enum status registro_contar(struct db *db, const struct estadistica_filtro *filtro, struct arena *a, struct conteo **out, size_t *n,
	int64_t *version, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	const enum sql_query_id q = ask(filtro, &args);
	PGRESULT_AUTO *r = NULL;
	enum status st = pg_exec(db, q, &args, &r, err);
	if (st != STATUS_OK)
		return st;
	const int filas = PQntuples(r), tabla = pg_col(r, "tabla"), fila = pg_col(r, "fila"), columna = pg_col(r, "columna"),
		  c = pg_col(r, "n");
	struct conteo *v = ARENA_ARRAY(a, (size_t)filas + 1, struct conteo);
	*n = 0;
	*version = 0;
	for (int i = 0; v && i < filas; i++) {
		const struct conteo k = {.tabla = arena_strdup(a, pg_get_text(r, i, tabla)),
			.fila = arena_strdup(a, pg_get_text(r, i, fila)),
			.columna = arena_strdup(a, pg_get_text(r, i, columna)),
			.n = pg_get_int64(r, i, c)};
		if (!k.tabla || !k.fila || !k.columna)
			return error_set(err, PROBLEM_SATURADO);
		if (*k.tabla)
			v[(*n)++] = k;
		else
			*version = k.n;
	}
	*out = v;
	return v ? STATUS_OK : error_set(err, PROBLEM_SATURADO);
}
