/* Writing the registry: one transaction, one writer. */
#include "store/pg.h"
#include "store/registro.h"

static const char *text(const char *s)
{
	return s ? s : "";
}

/* ---- the journal's end ---- */

static enum status read_edge(struct db *db, struct registro_cabeza *c, struct error *err)
{
	struct merkle_lugar lugares[MERKLE_NIVELES];
	struct sha256 hashes[MERKLE_NIVELES];
	const size_t n = merkle_edge_places(c->tamano, lugares);
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	pg_array(&a, PG_INT4, n);
	for (size_t i = 0; i < n; i++)
		pg_item_int(&a, lugares[i].nivel);
	pg_array_end(&a);
	pg_array(&a, PG_INT8, n);
	for (size_t i = 0; i < n; i++)
		pg_item_bigint(&a, lugares[i].indice);
	pg_array_end(&a);
	PGRESULT_AUTO *r = NULL;
	enum status st = pg_exec(db, QUERY_REGISTRO_NODOS, &a, &r, err);
	if (st != STATUS_OK)
		return st;
	if ((size_t)PQntuples(r) != n) {
		err->interno = "registry: a node of the tree is missing; run dictamenctl verificar";
		return error_set(err, PROBLEM_INTERNO);
	}
	for (size_t i = 0; i < n; i++)
		hashes[i] = pg_get_sha(r, (int)i, 0);
	merkle_edge_load(&c->borde, c->tamano, hashes);
	return STATUS_OK;
}

enum status registro_lock(struct db *db, struct registro_cabeza *out, struct error *err)
{
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	PGRESULT_AUTO *tomado = NULL;
	PGRESULT_AUTO *r = NULL;
	enum status st = pg_exec(db, QUERY_REGISTRO_BLOQUEAR, &a, &tomado, err);
	if (st == STATUS_OK)
		st = pg_exec(db, QUERY_REGISTRO_CABEZA, &a, &r, err);
	if (st != STATUS_OK)
		return st;
	out->tamano = pg_get_int64(r, 0, pg_col(r, "tamano"));
	out->ultimo = pg_get_instante(r, 0, pg_col(r, "ultimo"));
	return read_edge(db, out, err);
}

enum status registro_present(
	struct db *db, const char *const *numeros, size_t n, struct arena *a, struct registro_estado *out, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_array(&args, PG_TEXT, n);
	for (size_t i = 0; i < n; i++)
		pg_item_text(&args, numeros[i]);
	pg_array_end(&args);
	PGRESULT_AUTO *r = NULL;
	enum status st = pg_exec(db, QUERY_REGISTRO_PRESENTES, &args, &r, err);
	for (size_t i = 0; i < n && st == STATUS_OK; i++) {
		const int row = (int)i;
		out[i] = (struct registro_estado){.n = pg_get_int(r, row, pg_col(r, "n")),
			.hash = pg_get_sha(r, row, pg_col(r, "hash")),
			.datos = arena_strdup(a, pg_get_text(r, row, pg_col(r, "datos")))};
		if (out[i].n && !out[i].datos)
			st = error_set(err, PROBLEM_INTERNO);
	}
	return st;
}

enum status registro_origin(struct db *db, const char *numero, struct uuid *expediente, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_text(&args, numero);
	PGRESULT_AUTO *r = NULL;
	enum status st = pg_exec(db, QUERY_REGISTRO_ORIGEN, &args, &r, err);
	*expediente = (struct uuid){0};
	if (st == STATUS_OK && PQntuples(r) > 0)
		*expediente = pg_get_uuid(r, 0, pg_col(r, "expediente_id"));
	return st;
}

/* ---- arrays, one column at a time ---- */

typedef const char *texto_fn(const struct registro_fila *f);
typedef dia_t fecha_fn(const struct registro_fila *f);

static void texts(struct pg_args *a, const struct registro_fila *f, size_t n, texto_fn *fn)
{
	pg_array(a, PG_TEXT, n);
	for (size_t i = 0; i < n; i++)
		pg_item_text(a, fn(&f[i]));
	pg_array_end(a);
}

static void dates(struct pg_args *a, const struct registro_fila *f, size_t n, fecha_fn *fn)
{
	pg_array(a, PG_DATE, n);
	for (size_t i = 0; i < n; i++)
		pg_item_fecha(a, fn(&f[i]));
	pg_array_end(a);
}

static void numbers(struct pg_args *a, const struct registro_fila *f, size_t n)
{
	pg_array(a, PG_INT4, n);
	for (size_t i = 0; i < n; i++)
		pg_item_int(a, f[i].hecho.n);
	pg_array_end(a);
}

static void places(struct pg_args *a, const struct registro_fila *f, size_t n)
{
	pg_array(a, PG_INT8, n);
	for (size_t i = 0; i < n; i++)
		pg_item_bigint(a, f[i].hecho.indice);
	pg_array_end(a);
}

static void instants(struct pg_args *a, const struct registro_fila *f, size_t n)
{
	pg_array(a, PG_TIMESTAMPTZ, n);
	for (size_t i = 0; i < n; i++)
		pg_item_instante(a, f[i].hecho.registrado_en);
	pg_array_end(a);
}

static void beginnings(struct pg_args *a, const struct registro_fila *f, size_t n)
{
	pg_array(a, PG_TIMESTAMPTZ, n);
	for (size_t i = 0; i < n; i++)
		pg_item_instante(a, f[i].desde);
	pg_array_end(a);
}

#define TEXTO(nombre, expr) \
	static const char *nombre(const struct registro_fila *f) \
	{ \
		return expr; \
	}
#define FECHA(nombre, expr) \
	static dia_t nombre(const struct registro_fila *f) \
	{ \
		return expr; \
	}
TEXTO(t_asiento, f->hecho.asiento)
TEXTO(t_acto, vocabulario_slug(&vocabulario_registro_acto, (int)f->hecho.acto))
TEXTO(t_rol, f->hecho.rol ? vocabulario_slug(&vocabulario_rol, (int)f->hecho.rol) : "sistema")
TEXTO(t_datos, f->datos)
TEXTO(t_denominacion, text(f->d->denominacion))
TEXTO(t_tipo, vocabulario_slug(&vocabulario_tipo_acuerdo, (int)f->d->tipo))
TEXTO(t_nivel, vocabulario_slug(&vocabulario_nivel, (int)f->d->nivel))
TEXTO(t_cve_ent, text(f->cve_ent))
TEXTO(t_cve_mun, text(f->cve_mun))
TEXTO(t_municipio, text(f->municipio))
TEXTO(t_clase, f->d->n_contrapartes ? vocabulario_slug(&vocabulario_clase_contraparte, (int)f->d->contrapartes[0].clase) : "")
TEXTO(t_pais, text(f->pais))
TEXTO(t_region, text(f->region))
TEXTO(t_entidades, f->entidades)
TEXTO(t_clases, f->clases)
TEXTO(t_paises, f->paises)
TEXTO(t_regiones, f->regiones)
TEXTO(t_areas, f->areas)
TEXTO(t_precision, vocabulario_slug(&vocabulario_precision, (int)f->d->precision_fecha))
TEXTO(t_lugar, text(f->d->lugar_firma))
TEXTO(t_vigencia, vocabulario_slug(&vocabulario_vigencia, (int)f->d->vigencia))
TEXTO(t_antecesor, f->d->antecesor)
TEXTO(t_procedencia, f->d->procedencia ? text(f->d->procedencia->clase) : "")
TEXTO(t_asiento_datos, f->asiento_datos)
TEXTO(t_a, f->palabras.a)
TEXTO(t_b, f->palabras.b)
TEXTO(t_c, f->palabras.c)
TEXTO(t_d, f->palabras.d)
FECHA(d_legal, f->hecho.fecha_legal)
FECHA(d_firma, f->d->fecha_firma)
FECHA(d_desde, f->d->vigencia_desde)
FECHA(d_hasta, f->d->vigencia_hasta)
FECHA(d_terminado, f->d->terminado_en)
FECHA(d_inscrito, f->d->inscrito_en)

static void hashes(struct pg_args *a, const struct registro_fila *f, size_t n, bool anterior)
{
	pg_array(a, PG_BYTEA, n);
	for (size_t i = 0; i < n; i++)
		pg_item_bytes(a, anterior ? f[i].hecho.anterior.b : f[i].hecho.hash.b, SHA256_LEN);
	pg_array_end(a);
}

static void people(struct pg_args *a, const struct registro_fila *f, size_t n, bool organizacion)
{
	pg_array(a, PG_UUID, n);
	for (size_t i = 0; i < n; i++)
		pg_item_uuid(a, organizacion ? &f[i].hecho.organizacion : &f[i].hecho.usuario);
	pg_array_end(a);
}

/* ---- statements ---- */

static enum status run(struct db *db, enum sql_query_id q, const struct pg_args *a, struct error *err)
{
	PGRESULT_AUTO *r = NULL;
	return pg_exec(db, q, a, &r, err);
}

static enum status add_entries(struct db *db, const struct registro_fila *f, size_t n, struct error *err)
{
	size_t nuevos = 0;
	for (size_t i = 0; i < n; i++)
		nuevos += f[i].nuevo;
	if (nuevos == 0)
		return STATUS_OK;
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	pg_array(&a, PG_TEXT, nuevos);
	for (size_t i = 0; i < n; i++)
		if (f[i].nuevo)
			pg_item_text(&a, f[i].hecho.asiento);
	pg_array_end(&a);
	pg_array(&a, PG_TIMESTAMPTZ, nuevos);
	for (size_t i = 0; i < n; i++)
		if (f[i].nuevo)
			pg_item_instante(&a, f[i].hecho.registrado_en);
	pg_array_end(&a);
	for (int k = 0; k < 2; k++) {
		pg_array(&a, PG_TEXT, nuevos);
		for (size_t i = 0; i < n; i++)
			if (f[i].nuevo)
				pg_item_text(&a, k ? f[i].clave : f[i].conjunto);
		pg_array_end(&a);
	}
	return run(db, QUERY_REGISTRO_ASIENTOS_ALTA, &a, err);
}

static enum status add_acts(struct db *db, const struct registro_fila *f, size_t n, struct error *err)
{
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	places(&a, f, n);
	texts(&a, f, n, t_asiento);
	numbers(&a, f, n);
	texts(&a, f, n, t_acto);
	instants(&a, f, n);
	dates(&a, f, n, d_legal);
	people(&a, f, n, false);
	people(&a, f, n, true);
	texts(&a, f, n, t_rol);
	texts(&a, f, n, t_datos);
	hashes(&a, f, n, true);
	hashes(&a, f, n, false);
	return run(db, QUERY_REGISTRO_ACTOS_ALTA, &a, err);
}

static enum status close_cards(struct db *db, const struct registro_fila *f, size_t n, struct error *err)
{
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	texts(&a, f, n, t_asiento);
	numbers(&a, f, n);
	instants(&a, f, n);
	return run(db, QUERY_REGISTRO_FICHAS_CIERRE, &a, err);
}

static void text_digests(struct pg_args *a, const struct registro_fila *f, size_t n)
{
	pg_array(a, PG_BYTEA, n);
	for (size_t i = 0; i < n; i++) {
		if (f[i].d->texto)
			pg_item_bytes(a, f[i].d->texto->sha256.b, SHA256_LEN);
		else
			pg_item_null(a);
	}
	pg_array_end(a);
}

static enum status add_cards(struct db *db, const struct registro_fila *f, size_t n, struct error *err)
{
	static texto_fn *const primeras[] = {t_denominacion, t_tipo, t_nivel, t_cve_ent, t_cve_mun, t_municipio, t_clase, t_pais, t_region,
		t_entidades, t_clases, t_paises, t_regiones, t_areas};
	static texto_fn *const palabras[] = {t_asiento_datos, t_a, t_b, t_c, t_d};
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	texts(&a, f, n, t_asiento);
	numbers(&a, f, n);
	places(&a, f, n);
	beginnings(&a, f, n);
	for (size_t i = 0; i < sizeof primeras / sizeof *primeras; i++)
		texts(&a, f, n, primeras[i]);
	dates(&a, f, n, d_firma);
	texts(&a, f, n, t_precision);
	texts(&a, f, n, t_lugar);
	texts(&a, f, n, t_vigencia);
	dates(&a, f, n, d_desde);
	dates(&a, f, n, d_hasta);
	dates(&a, f, n, d_terminado);
	texts(&a, f, n, t_antecesor);
	dates(&a, f, n, d_inscrito);
	texts(&a, f, n, t_procedencia);
	text_digests(&a, f, n);
	for (size_t i = 0; i < sizeof palabras / sizeof *palabras; i++)
		texts(&a, f, n, palabras[i]);
	return run(db, QUERY_REGISTRO_FICHAS_ALTA, &a, err);
}

/* What only the text before said is not found any more, as of any day. */
static enum status replace_words(struct db *db, const struct registro_fila *f, size_t n, struct error *err)
{
	enum status st = STATUS_OK;
	for (size_t i = 0; i < n && st == STATUS_OK; i++) {
		if (f[i].hecho.acto != REGISTRO_ACTO_VERSION_PUBLICA)
			continue;
		PG_ARGS_AUTO a;
		pg_args_init(&a);
		pg_text(&a, f[i].hecho.asiento);
		st = run(db, QUERY_REGISTRO_SUSTITUIR, &a, err);
	}
	return st;
}

/* Which entries the cards from there on follow, and what they add to the counters. */
static enum status add_up(struct db *db, int64_t desde, struct error *err)
{
	static const enum sql_query_id consultas[] = {
		QUERY_REGISTRO_SUCEDER, QUERY_REGISTRO_CONTAR, QUERY_REGISTRO_CONTAR_PARES, QUERY_REGISTRO_CONTAR_MESES};
	enum status st = STATUS_OK;
	for (size_t i = 0; i < sizeof consultas / sizeof *consultas && st == STATUS_OK; i++) {
		PG_ARGS_AUTO a;
		pg_args_init(&a);
		pg_bigint(&a, desde);
		st = run(db, consultas[i], &a, err);
	}
	return st;
}

static enum status add_nodes(struct db *db, const struct merkle_nodo *v, size_t n, struct error *err)
{
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	pg_array(&a, PG_INT4, n);
	for (size_t i = 0; i < n; i++)
		pg_item_int(&a, v[i].lugar.nivel);
	pg_array_end(&a);
	pg_array(&a, PG_INT8, n);
	for (size_t i = 0; i < n; i++)
		pg_item_bigint(&a, v[i].lugar.indice);
	pg_array_end(&a);
	pg_array(&a, PG_BYTEA, n);
	for (size_t i = 0; i < n; i++)
		pg_item_bytes(&a, v[i].hash.b, SHA256_LEN);
	pg_array_end(&a);
	return run(db, QUERY_REGISTRO_NODOS_ALTA, &a, err);
}

enum status registro_write(
	struct db *db, const struct registro_fila *f, size_t n, const struct merkle_nodo *nodos, size_t n_nodos, struct error *err)
{
	enum status st = add_entries(db, f, n, err);
	if (st == STATUS_OK)
		st = add_acts(db, f, n, err);
	if (st == STATUS_OK)
		st = close_cards(db, f, n, err);
	if (st == STATUS_OK)
		st = add_cards(db, f, n, err);
	if (st == STATUS_OK)
		st = replace_words(db, f, n, err);
	if (st == STATUS_OK)
		st = add_up(db, f[0].hecho.indice, err);
	return st == STATUS_OK ? add_nodes(db, nodos, n_nodos, err) : st;
}

enum status registro_indexables(struct db *db, const char *numero, int n, int limite, struct arena *a, struct registro_indexable **out,
	size_t *cuantos, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_text(&args, numero);
	pg_int(&args, n);
	pg_int(&args, limite);
	PGRESULT_AUTO *r = NULL;
	enum status st = pg_exec(db, QUERY_REGISTRO_INDEXABLES, &args, &r, err);
	if (st != STATUS_OK)
		return st;
	*cuantos = (size_t)PQntuples(r);
	*out = ARENA_ARRAY(a, *cuantos, struct registro_indexable);
	for (size_t i = 0; *out && i < *cuantos; i++) {
		const int row = (int)i;
		(*out)[i] = (struct registro_indexable){.numero = arena_strdup(a, pg_get_text(r, row, pg_col(r, "asiento"))),
			.n = pg_get_int(r, row, pg_col(r, "n")),
			.datos = arena_strdup(a, pg_get_text(r, row, pg_col(r, "datos"))),
			.expediente = pg_get_uuid(r, row, pg_col(r, "expediente_id")),
			.acto = pg_get_int(r, row, pg_col(r, "acto")),
			.con_texto = pg_get_bool(r, row, pg_col(r, "con_texto")),
			.texto = pg_get_sha(r, row, pg_col(r, "texto_sha256"))};
		if (!(*out)[i].numero || !(*out)[i].datos)
			return error_set(err, PROBLEM_SATURADO);
	}
	return *out ? STATUS_OK : error_set(err, PROBLEM_SATURADO);
}

enum status registro_index(struct db *db, const struct registro_indexable *v, size_t n, int *cambiadas, struct error *err)
{
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	pg_array(&a, PG_TEXT, n);
	for (size_t i = 0; i < n; i++)
		pg_item_text(&a, v[i].numero);
	pg_array_end(&a);
	pg_array(&a, PG_INT4, n);
	for (size_t i = 0; i < n; i++)
		pg_item_int(&a, v[i].n);
	pg_array_end(&a);
	for (int k = 0; k < 4; k++) {
		pg_array(&a, PG_TEXT, n);
		for (size_t i = 0; i < n; i++) {
			const struct registro_palabras *p = &v[i].palabras;
			const char *s = k == 0 ? p->a : k == 1 ? p->b : k == 2 ? p->c : p->d;
			if (s)
				pg_item_text(&a, s);
			else
				pg_item_null(&a);
		}
		pg_array_end(&a);
	}
	PGRESULT_AUTO *r = NULL;
	enum status st = pg_exec(db, QUERY_REGISTRO_INDEXAR, &a, &r, err);
	if (st == STATUS_OK)
		*cambiadas = pg_get_int(r, 0, pg_col(r, "cambiadas"));
	return st;
}

enum status registro_loaded(struct db *db, struct registro_renglon *v, size_t n, struct arena *a, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	for (int k = 0; k < 3; k++) {
		pg_array(&args, PG_TEXT, n);
		for (size_t i = 0; i < n; i++)
			pg_item_text(&args, k == 0 ? v[i].conjunto : k == 1 ? v[i].clave : v[i].numero);
		pg_array_end(&args);
	}
	PGRESULT_AUTO *r = NULL;
	enum status st = pg_exec(db, QUERY_REGISTRO_CARGADOS, &args, &r, err);
	for (size_t i = 0; i < n && st == STATUS_OK; i++) {
		const char *clave = pg_get_text(r, (int)i, 0), *numero = pg_get_text(r, (int)i, 1), *datos = pg_get_text(r, (int)i, 2);
		v[i].por_clave = arena_strdup(a, clave);
		v[i].por_numero = arena_strdup(a, numero);
		v[i].datos = arena_strdup(a, datos);
		if (!v[i].por_clave != !clave || !v[i].por_numero != !numero || !v[i].datos != !datos)
			st = error_set(err, PROBLEM_SATURADO);
	}
	return st;
}

enum status registro_advance(struct db *db, const int *anios, const int *ultimos, size_t n, struct error *err)
{
	if (n == 0)
		return STATUS_OK;
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	for (int k = 0; k < 2; k++) {
		pg_array(&args, PG_INT4, n);
		for (size_t i = 0; i < n; i++)
			pg_item_int(&args, k ? ultimos[i] : anios[i]);
		pg_array_end(&args);
	}
	return run(db, QUERY_REGISTRO_AVANZAR, &args, err);
}

enum status registro_replace(struct db *db, int limite, int *puestos, struct error *err)
{
	enum status st = db_scope(db, NULL, err);
	if (st != STATUS_OK)
		return st;
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	pg_int(&a, limite);
	PGRESULT_AUTO *r = NULL;
	st = pg_exec(db, QUERY_REGISTRO_REPONER, &a, &r, err);
	if (st == STATUS_OK)
		*puestos = pg_get_int(r, 0, pg_col(r, "puestos"));
	return st;
}
