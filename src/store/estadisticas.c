#include "store/estadisticas.h"

#include "store/pg.h"

enum status registro_version(struct db *db, struct registro_version *out, struct error *err)
{
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	PGRESULT_AUTO *r = NULL;
	enum status st = pg_exec(db, QUERY_REGISTRO_VERSION, &a, &r, err);
	if (st == STATUS_OK) {
		out->actos = pg_get_int64(r, 0, pg_col(r, "version"));
		out->municipios = pg_get_int64(r, 0, pg_col(r, "municipios"));
		out->palabras = pg_get_int64(r, 0, pg_col(r, "palabras"));
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

/* The row without a table is the version. */
static enum status read_counts(const PGresult *r, struct arena *a, struct conteo **out, size_t *n, int64_t *version, struct error *err)
{
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
	return read_counts(r, a, out, n, version, err);
}

enum status registro_extremes(struct db *db, struct registro_extremos *out, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	PGRESULT_AUTO *r = NULL;
	enum status st = pg_exec(db, QUERY_REGISTRO_EXTREMOS, &args, &r, err);
	if (st == STATUS_OK)
		*out = (struct registro_extremos){.version = pg_get_int64(r, 0, pg_col(r, "tamano")),
			.primero = pg_get_instante(r, 0, pg_col(r, "primero")),
			.ultimo = pg_get_instante(r, 0, pg_col(r, "ultimo"))};
	return st;
}

enum status registro_extent(struct db *db, struct registro_alcance *out, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	PGRESULT_AUTO *r = NULL;
	enum status st = pg_exec(db, QUERY_REGISTRO_ALCANCE, &args, &r, err);
	if (st == STATUS_OK)
		*out = (struct registro_alcance){.asientos = pg_get_int64(r, 0, pg_col(r, "asientos")),
			.primera = pg_get_fecha(r, 0, pg_col(r, "primera")),
			.ultima = pg_get_fecha(r, 0, pg_col(r, "ultima"))};
	return st;
}

enum status registro_quarters(struct db *db, const instante_t *desde, size_t n_desde, struct arena *a, struct conteo **out, size_t *n,
	int64_t *version, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_array(&args, PG_TIMESTAMPTZ, n_desde);
	for (size_t i = 0; i < n_desde; i++)
		pg_item_instante(&args, desde[i]);
	pg_array_end(&args);
	PGRESULT_AUTO *r = NULL;
	enum status st = pg_exec(db, QUERY_REGISTRO_TRIMESTRES, &args, &r, err);
	return st == STATUS_OK ? read_counts(r, a, out, n, version, err) : st;
}

enum status registro_quarter(struct db *db, instante_t desde, instante_t hasta, dia_t dia, struct arena *a, struct conteo **out, size_t *n,
	int64_t *version, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_instante(&args, desde);
	pg_instante(&args, hasta);
	pg_fecha(&args, dia);
	PGRESULT_AUTO *r = NULL;
	enum status st = pg_exec(db, QUERY_REGISTRO_TRIMESTRE, &args, &r, err);
	return st == STATUS_OK ? read_counts(r, a, out, n, version, err) : st;
}
