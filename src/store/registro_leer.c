/* Reading the registry: entries, their acts, pages, facets. */
#include "store/pg.h"
#include "store/registro.h"

static const char *copy(struct arena *a, const char *s)
{
	return arena_strdup(a, s ? s : "");
}

static enum status read_card(const PGresult *r, int row, struct arena *a, struct registro_ficha *f, struct error *err)
{
	*f = (struct registro_ficha){.numero = copy(a, pg_get_text(r, row, pg_col(r, "asiento"))),
		.n = pg_get_int(r, row, pg_col(r, "n")),
		.indice = pg_get_int64(r, row, pg_col(r, "indice")),
		.desde = pg_get_instante(r, row, pg_col(r, "desde")),
		.hasta = pg_get_instante(r, row, pg_col(r, "hasta")),
		.region = copy(a, pg_get_text(r, row, pg_col(r, "region"))),
		.datos = copy(a, pg_get_text(r, row, pg_col(r, "datos")))};
	return f->numero && f->region && f->datos ? STATUS_OK : error_set(err, PROBLEM_SATURADO);
}

static enum status read_cards(const PGresult *r, struct arena *a, struct registro_ficha **out, size_t *n, struct error *err)
{
	enum status st = STATUS_OK;
	*n = (size_t)PQntuples(r);
	*out = ARENA_ARRAY(a, *n, struct registro_ficha);
	if (!*out)
		return error_set(err, PROBLEM_SATURADO);
	for (size_t i = 0; i < *n && st == STATUS_OK; i++)
		st = read_card(r, (int)i, a, &(*out)[i], err);
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
	if (st == STATUS_OK)
		st = read_card(r, 0, a, out, err);
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

enum status registro_size(struct db *db, int64_t *out, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	PGRESULT_AUTO *r = NULL;
	enum status st = pg_exec(db, QUERY_REGISTRO_CABEZA, &args, &r, err);
	if (st == STATUS_OK)
		*out = pg_get_int64(r, 0, pg_col(r, "tamano"));
	return st;
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

/* The 19 parameters of registro_filtrado. */
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
}

/* How many entries in the order of the page are looked through for words before the words' own index is asked. */
#define RECORRIDO_MAX 500

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
	pg_int(&args, f->consulta ? RECORRIDO_MAX : f->limite);
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

enum status registro_list(
	struct db *db, const struct registro_filtro *f, struct arena *a, struct registro_ficha **out, size_t *n, struct error *err)
{
	PGRESULT_AUTO *r = NULL;
	enum status st = walk(db, f, &r, err);
	if (st == STATUS_OK && f->consulta && PQntuples(r) < f->limite) {
		PQclear(r);
		r = NULL;
		st = gather(db, f, &r, err);
	}
	return st == STATUS_OK ? read_cards(r, a, out, n, err) : st;
}

#define PAGINA 1000

static enum status ask_after(struct db *db, const char *numero, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_text(&args, numero);
	pg_int(&args, PAGINA);
	return pg_send(db, QUERY_REGISTRO_EXPORTAR, &args, err);
}

enum status registro_each(struct db *db, registro_cada_fn *cada, void *ctx, struct error *err)
{
	enum status st = ask_after(db, "", err);
	for (int n = PAGINA; n == PAGINA && st == STATUS_OK;) {
		PGRESULT_AUTO *r = NULL;
		st = pg_receive(db, &r, err);
		n = st == STATUS_OK ? PQntuples(r) : 0;
		if (n == PAGINA)
			st = ask_after(db, pg_get_text(r, n - 1, 0), err);
		for (int i = 0; i < n && st == STATUS_OK; i++)
			st = cada(ctx, pg_get_text(r, i, 0), pg_get_text(r, i, 1), err);
	}
	return st;
}

enum status registro_facets(struct db *db, const struct registro_filtro *f, const struct registro_lista *facetas, int candidatos,
	struct arena *a, struct registro_cuenta **out, size_t *n, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	filter(&args, f);
	list(&args, facetas);
	pg_int(&args, candidatos);
	PGRESULT_AUTO *r = NULL;
	enum status st = pg_exec_once(db, QUERY_REGISTRO_FACETAS, &args, &r, err);
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
	}
	return *out ? STATUS_OK : error_set(err, PROBLEM_SATURADO);
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
