/* Reading the registry: entries, their acts, pages, facets. */
#include <string.h>

#include "store/pg.h"
#include "store/registro.h"

static const char *copy(struct arena *a, const char *s)
{
	return arena_strdup(a, s ? s : "");
}

/* Where the columns of a card are. */
struct columnas {
	int numero, n, indice, desde, hasta, region, datos;
};

static struct columnas columns(const PGresult *r)
{
	return (struct columnas){pg_col(r, "asiento"), pg_col(r, "n"), pg_col(r, "indice"), pg_col(r, "desde"), pg_col(r, "hasta"),
		pg_col(r, "region"), pg_col(r, "datos")};
}

static enum status read_card(
	const PGresult *r, int row, const struct columnas *c, struct arena *a, struct registro_ficha *f, struct error *err)
{
	*f = (struct registro_ficha){.numero = copy(a, pg_get_text(r, row, c->numero)),
		.n = pg_get_int(r, row, c->n),
		.indice = pg_get_int64(r, row, c->indice),
		.desde = pg_get_instante(r, row, c->desde),
		.hasta = pg_get_instante(r, row, c->hasta),
		.region = copy(a, pg_get_text(r, row, c->region)),
		.datos = copy(a, pg_get_text(r, row, c->datos))};
	return f->numero && f->region && f->datos ? STATUS_OK : error_set(err, PROBLEM_SATURADO);
}

static enum status read_cards(const PGresult *r, struct arena *a, struct registro_ficha **out, size_t *n, struct error *err)
{
	const struct columnas c = columns(r);
	enum status st = STATUS_OK;
	*n = (size_t)PQntuples(r);
	*out = ARENA_ARRAY(a, *n, struct registro_ficha);
	if (!*out)
		return error_set(err, PROBLEM_SATURADO);
	for (size_t i = 0; i < *n && st == STATUS_OK; i++)
		st = read_card(r, (int)i, &c, a, &(*out)[i], err);
	return st;
}

enum status registro_entry(
	struct db *db, const char *numero, instante_t antes_de, struct arena *a, struct registro_ficha *out, struct error *err)
{
	enum status st = db_scope(db, NULL, err);
	if (st != STATUS_OK)
		return st;
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_text(&args, numero);
	pg_instante(&args, antes_de);
	PGRESULT_AUTO *r = NULL;
	st = pg_exec(db, QUERY_REGISTRO_ASIENTO, &args, &r, err);
	if (st == STATUS_OK && PQntuples(r) == 0)
		st = error_set(err, PROBLEM_NO_ENCONTRADO);
	const struct columnas c = columns(r);
	if (st == STATUS_OK)
		st = read_card(r, 0, &c, a, out, err);
	if (st != STATUS_OK)
		return st;
	const char *codigo = pg_get_text(r, 0, pg_col(r, "codigo"));
	out->sucesores = copy(a, pg_get_text(r, 0, pg_col(r, "sucesores")));
	out->texto_aqui = pg_get_bool(r, 0, pg_col(r, "texto_aqui"));
	out->constancia.codigo = arena_strdup(a, codigo);
	out->constancia.nombre = arena_strdup(a, pg_get_text(r, 0, pg_col(r, "constancia_nombre")));
	out->constancia.sha256 = pg_get_sha(r, 0, pg_col(r, "constancia_sha256"));
	out->constancia.tamano = pg_get_int64(r, 0, pg_col(r, "constancia_tamano"));
	return out->sucesores && !codigo == !out->constancia.codigo ? STATUS_OK : error_set(err, PROBLEM_SATURADO);
}

enum status registro_acts(struct db *db, const char *numero, int desde, int limite, struct arena *a, struct registro_acto_fila **out,
	size_t *n, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_text(&args, numero);
	pg_int(&args, desde);
	pg_int(&args, limite);
	PGRESULT_AUTO *r = NULL;
	enum status st = pg_exec(db, QUERY_REGISTRO_ACTOS, &args, &r, err);
	if (st != STATUS_OK)
		return st;
	*n = (size_t)PQntuples(r);
	struct registro_acto_fila *f = ARENA_ARRAY(a, *n, struct registro_acto_fila);
	for (size_t i = 0; f && i < *n; i++) {
		const int row = (int)i;
		f[i].hecho = (struct registro_hecho){.indice = pg_get_int64(r, row, pg_col(r, "indice")),
			.asiento = copy(a, pg_get_text(r, row, pg_col(r, "asiento"))),
			.n = pg_get_int(r, row, pg_col(r, "n")),
			.acto = (enum registro_acto)vocabulario_find(&vocabulario_registro_acto, pg_get_text(r, row, pg_col(r, "acto"))),
			.registrado_en = pg_get_instante(r, row, pg_col(r, "registrado_en")),
			.fecha_legal = pg_get_fecha(r, row, pg_col(r, "fecha_legal")),
			.usuario = pg_get_uuid(r, row, pg_col(r, "usuario_id")),
			.organizacion = pg_get_uuid(r, row, pg_col(r, "organizacion_id")),
			.rol = (enum rol)vocabulario_find(&vocabulario_rol, pg_get_text(r, row, pg_col(r, "rol"))),
			.anterior = pg_get_sha(r, row, pg_col(r, "anterior")),
			.hash = pg_get_sha(r, row, pg_col(r, "hash"))};
		f[i].datos = copy(a, pg_get_text(r, row, pg_col(r, "datos")));
		if (!f[i].datos || !f[i].hecho.asiento)
			return error_set(err, PROBLEM_SATURADO);
	}
	*out = f;
	return f ? STATUS_OK : error_set(err, PROBLEM_SATURADO);
}

enum status registro_end(struct db *db, int64_t *tamano, instante_t *ultimo, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	PGRESULT_AUTO *r = NULL;
	enum status st = pg_exec(db, QUERY_REGISTRO_CABEZA, &args, &r, err);
	if (st != STATUS_OK)
		return st;
	*tamano = pg_get_int64(r, 0, pg_col(r, "tamano"));
	*ultimo = pg_get_instante(r, 0, pg_col(r, "ultimo"));
	return STATUS_OK;
}

enum status registro_size(struct db *db, int64_t *out, struct error *err)
{
	instante_t ultimo;
	return registro_end(db, out, &ultimo, err);
}

enum status registro_news(
	struct db *db, int64_t antes_de, int limite, struct arena *a, struct registro_novedad **out, size_t *n, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	if (antes_de >= 0)
		pg_bigint(&args, antes_de);
	else
		pg_null(&args);
	pg_int(&args, limite);
	PGRESULT_AUTO *r = NULL;
	enum status st = pg_exec(db, QUERY_REGISTRO_NOVEDADES, &args, &r, err);
	if (st != STATUS_OK)
		return st;
	*n = (size_t)PQntuples(r);
	*out = ARENA_ARRAY(a, *n, struct registro_novedad);
	for (size_t i = 0; *out && i < *n; i++) {
		const int row = (int)i;
		(*out)[i] = (struct registro_novedad){.indice = pg_get_int64(r, row, pg_col(r, "indice")),
			.asiento = copy(a, pg_get_text(r, row, pg_col(r, "asiento"))),
			.n = pg_get_int(r, row, pg_col(r, "n")),
			.acto = (enum registro_acto)vocabulario_find(&vocabulario_registro_acto, pg_get_text(r, row, pg_col(r, "acto"))),
			.registrado_en = pg_get_instante(r, row, pg_col(r, "registrado_en")),
			.hash = pg_get_sha(r, row, pg_col(r, "hash")),
			.datos = copy(a, pg_get_text(r, row, pg_col(r, "datos")))};
		if (!(*out)[i].asiento || !(*out)[i].datos)
			return error_set(err, PROBLEM_SATURADO);
	}
	return *out ? STATUS_OK : error_set(err, PROBLEM_SATURADO);
}

/* ---- filters ---- */

void registro_filtro_init(struct registro_filtro *f)
{
	*f = (struct registro_filtro){.antes_de = INSTANTE_NINGUNO,
		.dia = DIA_NINGUNO,
		.firma_desde = DIA_NINGUNO,
		.firma_hasta = DIA_NINGUNO,
		.inscrito_desde = DIA_NINGUNO,
		.inscrito_hasta = DIA_NINGUNO,
		.inicia_desde = DIA_NINGUNO,
		.inicia_hasta = DIA_NINGUNO,
		.vence_desde = DIA_NINGUNO,
		.vence_hasta = DIA_NINGUNO,
		.cursor_fecha = DIA_NINGUNO};
}

static void list(struct pg_args *a, const struct registro_lista *l)
{
	if (l->n == 0) {
		pg_null(a);
		return;
	}
	pg_array(a, PG_TEXT, l->n);
	for (size_t i = 0; i < l->n; i++)
		pg_item_text(a, l->v[i]);
	pg_array_end(a);
}

static void with(struct pg_args *a, enum registro_con con)
{
	if (con == REGISTRO_CUALQUIERA)
		pg_null(a);
	else
		pg_bool(a, con == REGISTRO_CON);
}

/* The 28 parameters of registro_filtrado. */
static void filter(struct pg_args *a, const struct registro_filtro *f)
{
	pg_instante(a, f->antes_de);
	pg_fecha(a, f->dia);
	pg_text(a, f->consulta);
	list(a, &f->entidades);
	pg_text(a, f->municipio);
	list(a, &f->niveles);
	list(a, &f->clases);
	list(a, &f->paises);
	list(a, &f->regiones);
	list(a, &f->tipos);
	list(a, &f->areas);
	list(a, &f->estados);
	list(a, &f->vigencias);
	list(a, &f->precisiones);
	pg_fecha(a, f->firma_desde);
	pg_fecha(a, f->firma_hasta);
	pg_fecha(a, f->inscrito_desde);
	pg_fecha(a, f->inscrito_hasta);
	pg_text(a, f->antecesor);
	pg_text(a, f->numero);
	pg_text(a, f->lugar);
	pg_fecha(a, f->inicia_desde);
	pg_fecha(a, f->inicia_hasta);
	pg_fecha(a, f->vence_desde);
	pg_fecha(a, f->vence_hasta);
	with(a, f->antecesores);
	with(a, f->sucesores);
	list(a, &f->procedencias);
}

/* Something is asked that neither marks of the index nor counts know. */
static bool further(const struct registro_filtro *f)
{
	return f->municipio || f->antecesor || f->numero || f->antecesores || f->sucesores || f->procedencias.n;
}

/* A place of signature or days of another kind: marks of the index know them, pairs of values do not. */
static bool elsewhere(const struct registro_filtro *f)
{
	const dia_t fechas[] = {f->inscrito_desde, f->inscrito_hasta, f->inicia_desde, f->inicia_hasta, f->vence_desde, f->vence_hasta};
	for (size_t i = 0; i < sizeof fechas / sizeof *fechas; i++)
		if (fechas[i] != DIA_NINGUNO)
			return true;
	return f->lugar != NULL;
}

/* How many entries in the order of the page are looked through, for each of the page, before an index is asked; registro_pagina looks through so many first. */
#define RECORRIDO 20
#define PRIMEROS 4

static void page(struct pg_args *a, const struct registro_filtro *f)
{
	filter(a, f);
	pg_fecha(a, f->cursor_fecha);
	pg_text(a, f->cursor_numero);
	pg_int(a, f->limite);
}

static enum status walk(struct db *db, const struct registro_filtro *f, PGresult **r, struct error *err)
{
	static const enum sql_query_id consultas[REGISTRO_ORDEN_COUNT][2] = {
		[REGISTRO_POR_FIRMA] = {QUERY_REGISTRO_LISTAR_FIRMA, QUERY_REGISTRO_LISTAR_FIRMA_ASC},
		[REGISTRO_POR_INSCRIPCION] = {QUERY_REGISTRO_LISTAR_INSCRIPCION, QUERY_REGISTRO_LISTAR_INSCRIPCION_ASC},
		[REGISTRO_POR_NUMERO] = {QUERY_REGISTRO_LISTAR_NUMERO, QUERY_REGISTRO_LISTAR_NUMERO_ASC},
	};
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	page(&args, f);
	pg_int(&args, f->consulta ? RECORRIDO * f->limite : f->limite);
	return pg_exec_once(db, consultas[f->orden][f->ascendente], &args, r, err);
}

static enum status gather(struct db *db, const struct registro_filtro *f, PGresult **r, struct error *err)
{
	static const char *const ordenes[REGISTRO_ORDEN_COUNT] = {"firma", "inscripcion", "numero"};
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	page(&args, f);
	pg_text(&args, ordenes[f->orden]);
	pg_bool(&args, f->ascendente);
	return pg_exec_once(db, QUERY_REGISTRO_LISTAR_PALABRAS, &args, r, err);
}

/* What entries have values of that are counted by pairs. */
struct dimension {
	const char *nombre;
	const struct registro_lista *l;
	bool varias; /* an entry has one: counts of several add up */
};
#define DIMENSIONES 7

static void dimensions(const struct registro_filtro *f, struct dimension d[static DIMENSIONES])
{
	const struct dimension t[DIMENSIONES] = {{"entidad", &f->entidades, false}, {"nivel", &f->niveles, true},
		{"clase", &f->clases, false}, {"pais", &f->paises, false}, {"region", &f->regiones, false}, {"tipo", &f->tipos, true},
		{"area", &f->areas, false}};
	memcpy(d, t, sizeof t);
}

static bool selective(const struct registro_filtro *f)
{
	struct dimension d[DIMENSIONES];
	dimensions(f, d);
	for (size_t i = 0; i < DIMENSIONES; i++)
		if (d[i].l->n > 0)
			return true;
	return f->consulta || elsewhere(f);
}

/* registro_pagina takes this: the present, in the order that pages have unless told otherwise, by what it can gather by an index. */
static bool plain(const struct registro_filtro *f)
{
	return f->orden == REGISTRO_POR_FIRMA && !f->ascendente && f->antes_de == INSTANTE_NINGUNO && !further(f) &&
		(selective(f) || (!f->estados.n && !f->vigencias.n && !f->precisiones.n));
}

static enum status walk_plain(struct db *db, const struct registro_filtro *f, PGresult **r, struct error *err)
{
	struct dimension d[DIMENSIONES];
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	dimensions(f, d);
	pg_text(&args, f->cursor_numero);
	pg_fecha(&args, f->cursor_fecha);
	pg_text(&args, f->consulta);
	for (size_t i = 0; i < DIMENSIONES; i++)
		list(&args, d[i].l);
	list(&args, &f->estados);
	list(&args, &f->vigencias);
	list(&args, &f->precisiones);
	pg_fecha(&args, f->firma_desde);
	pg_fecha(&args, f->firma_hasta);
	pg_text(&args, f->lugar);
	pg_fecha(&args, f->inscrito_desde);
	pg_fecha(&args, f->inscrito_hasta);
	pg_fecha(&args, f->inicia_desde);
	pg_fecha(&args, f->inicia_hasta);
	pg_fecha(&args, f->vence_desde);
	pg_fecha(&args, f->vence_hasta);
	pg_fecha(&args, f->dia);
	pg_int(&args, f->limite);
	pg_int(&args, PRIMEROS * f->limite);
	return pg_exec(db, QUERY_REGISTRO_PAGINA, &args, r, err);
}

/* What registro_pagina does not take is planned for its values; words that are not common are gathered by their own index. */
static enum status find(struct db *db, const struct registro_filtro *f, PGresult **r, struct error *err)
{
	if (plain(f))
		return walk_plain(db, f, r, err);
	enum status st = walk(db, f, r, err);
	if (st != STATUS_OK || !f->consulta || PQntuples(*r) >= f->limite)
		return st;
	PQclear(*r);
	*r = NULL;
	return gather(db, f, r, err);
}

enum status registro_list(
	struct db *db, const struct registro_filtro *f, struct arena *a, struct registro_ficha **out, size_t *n, struct error *err)
{
	PGRESULT_AUTO *r = NULL;
	enum status st = find(db, f, &r, err);
	return st == STATUS_OK ? read_cards(r, a, out, n, err) : st;
}

struct cada {
	registro_cada_fn *cada;
	void *ctx;
};

static enum status hand_over(void *ctx, const PGresult *r, struct error *err)
{
	const struct cada *c = ctx;
	return c->cada(c->ctx, pg_get_text(r, 0, 0), pg_get_text(r, 0, 1), err);
}

enum status registro_each(struct db *db, registro_cada_fn *cada, void *ctx, struct error *err)
{
	struct cada c = {.cada = cada, .ctx = ctx};
	enum status st = pg_command(db, "set local statement_timeout = 0", err);
	return st == STATUS_OK ? pg_each(db, QUERY_REGISTRO_EXPORTAR, hand_over, &c, err) : st;
}

/* ---- facets ---- */

static bool has(const struct registro_lista *l, const char *valor)
{
	for (size_t i = 0; i < l->n; i++)
		if (strcmp(l->v[i], valor) == 0)
			return true;
	return false;
}

/* The one dimension that is asked and its values, when the pairs have the answer. An entry may have several states, countries…: those do not add up. */
static bool kept(
	const struct registro_filtro *f, const struct registro_lista *facetas, const char **dimension, struct registro_lista *valores)
{
	struct dimension t[DIMENSIONES];
	const bool otros = further(f) || elsewhere(f) || f->consulta || f->estados.n || f->vigencias.n || f->precisiones.n ||
		f->firma_desde != DIA_NINGUNO || f->firma_hasta != DIA_NINGUNO;
	dimensions(f, t);
	*dimension = "";
	*valores = (struct registro_lista){.n = 1, .v = {""}};
	if (otros || f->antes_de != INSTANTE_NINGUNO || has(facetas, "estado")) /* states are a day's, and nobody keeps them */
		return false;
	for (size_t i = 0; i < DIMENSIONES; i++) {
		if (t[i].l->n == 0)
			continue;
		if (**dimension || (t[i].l->n > 1 && !t[i].varias))
			return false;
		*dimension = t[i].nombre;
		*valores = *t[i].l;
	}
	return true;
}

static enum status count_facets(struct db *db, const struct registro_filtro *f, const struct registro_lista *facetas, int candidatos,
	PGresult **r, bool *exactas, struct error *err)
{
	const char *dimension;
	struct registro_lista valores;
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	*exactas = kept(f, facetas, &dimension, &valores);
	if (*exactas) {
		pg_text(&args, dimension);
		list(&args, &valores);
		list(&args, facetas);
		return pg_exec(db, QUERY_REGISTRO_FACETAS_CONTADAS, &args, r, err);
	}
	filter(&args, f);
	list(&args, facetas);
	pg_int(&args, candidatos);
	return pg_exec_once(db, QUERY_REGISTRO_FACETAS, &args, r, err);
}

enum status registro_facets(struct db *db, const struct registro_filtro *f, const struct registro_lista *facetas, int candidatos,
	struct arena *a, struct registro_cuenta **out, size_t *n, bool *parcial, struct error *err)
{
	PGRESULT_AUTO *r = NULL;
	bool exactas;
	enum status st = count_facets(db, f, facetas, candidatos + 1, &r, &exactas, err);
	*parcial = false;
	if (st != STATUS_OK)
		return st;
	*n = (size_t)PQntuples(r);
	*out = ARENA_ARRAY(a, *n, struct registro_cuenta);
	for (size_t i = 0; *out && i < *n; i++) {
		(*out)[i] = (struct registro_cuenta){.faceta = copy(a, pg_get_text(r, (int)i, pg_col(r, "faceta"))),
			.valor = copy(a, pg_get_text(r, (int)i, pg_col(r, "valor"))),
			.n = pg_get_int64(r, (int)i, pg_col(r, "n"))};
		if (!(*out)[i].faceta || !(*out)[i].valor)
			return error_set(err, PROBLEM_SATURADO);
		if (!exactas && !*(*out)[i].faceta && (*out)[i].n > candidatos) {
			(*out)[i].n = candidatos;
			*parcial = true;
		}
	}
	return *out ? STATUS_OK : error_set(err, PROBLEM_SATURADO);
}

enum status registro_locate(struct db *db, const struct registro_filtro *f, int tope, int64_t *n, int64_t *tamano, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	filter(&args, f);
	pg_int(&args, tope);
	PGRESULT_AUTO *r = NULL;
	enum status st = pg_exec_once(db, QUERY_REGISTRO_LOCALIZAR, &args, &r, err);
	if (st != STATUS_OK)
		return st;
	*n = pg_get_int64(r, 0, pg_col(r, "n"));
	*tamano = pg_get_int64(r, 0, pg_col(r, "tamano"));
	return STATUS_OK;
}

enum status registro_has_words(struct db *db, const char *consulta, bool *busca, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_text(&args, consulta);
	PGRESULT_AUTO *r = NULL;
	enum status st = pg_exec(db, QUERY_REGISTRO_PALABRAS, &args, &r, err);
	if (st == STATUS_OK)
		*busca = pg_get_bool(r, 0, pg_col(r, "busca"));
	return st;
}
