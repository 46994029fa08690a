/* Files: loading by difference, folio, journal pages, lists. */
#include <string.h>

#include "store/expedientes.h"
#include "store/filas.h"
#include "store/pg.h"

/* ---- rows ---- */

const char *acto_fila_rol(const struct acto_fila *f)
{
	return f->rol ? vocabulario_slug(&vocabulario_rol, (int)f->rol) : "sistema";
}

void acto_columnas_find(const PGresult *r, struct acto_columnas *c)
{
	*c = (struct acto_columnas){
		.id = pg_col(r, "id"),
		.n = pg_col(r, "n"),
		.acto = pg_col(r, "acto"),
		.desde = pg_col(r, "desde"),
		.hacia = pg_col(r, "hacia"),
		.registrado_en = pg_col(r, "registrado_en"),
		.fecha_legal = pg_col(r, "fecha_legal"),
		.usuario = pg_col(r, "usuario_id"),
		.organizacion = pg_col(r, "organizacion_id"),
		.rol = pg_col(r, "rol"),
		.datos = pg_col(r, "datos"),
		.efectos = pg_col(r, "efectos"),
		.anterior = pg_col(r, "anterior"),
		.hash = pg_col(r, "hash"),
	};
}

enum status acto_fila_read(
	const PGresult *r, int row, const struct acto_columnas *c, struct arena *a, struct acto_fila *f, struct error *err)
{
	*f = (struct acto_fila){
		.expediente = pg_get_uuid(r, row, c->id),
		.n = pg_get_int(r, row, c->n),
		.tipo = (enum acto_tipo)vocabulario_find(&vocabulario_acto, pg_get_text(r, row, c->acto)),
		.desde = (enum estado)vocabulario_find(&vocabulario_estado, pg_get_text(r, row, c->desde)),
		.hacia = (enum estado)vocabulario_find(&vocabulario_estado, pg_get_text(r, row, c->hacia)),
		.registrado_en = pg_get_instante(r, row, c->registrado_en),
		.fecha_legal = pg_get_fecha(r, row, c->fecha_legal),
		.usuario = pg_get_uuid(r, row, c->usuario),
		.organizacion = pg_get_uuid(r, row, c->organizacion),
		.rol = (enum rol)vocabulario_find(&vocabulario_rol, pg_get_text(r, row, c->rol)),
		.datos = arena_strdup(a, pg_get_text(r, row, c->datos)),
		.efectos = arena_strdup(a, pg_get_text(r, row, c->efectos)),
		.anterior = pg_get_sha(r, row, c->anterior),
		.hash = pg_get_sha(r, row, c->hash),
	};
	return f->datos && f->efectos ? STATUS_OK : error_set(err, PROBLEM_INTERNO);
}

/* ---- loading ---- */

static void load_args(struct pg_args *a, const struct carga *cargas, size_t n, bool con_emitidos)
{
	pg_args_init(a);
	pg_array(a, PG_UUID, n);
	for (size_t i = 0; i < n; i++)
		pg_item_uuid(a, &cargas[i].id);
	pg_array_end(a);
	pg_array(a, PG_INT4, n);
	for (size_t i = 0; i < n; i++)
		pg_item_int(a, cargas[i].conocida);
	pg_array_end(a);
	pg_bool(a, con_emitidos);
}

static struct carga *find_carga(struct carga *cargas, size_t n, const struct uuid *id)
{
	for (size_t i = 0; i < n; i++)
		if (uuid_cmp(&cargas[i].id, id) == 0)
			return &cargas[i];
	return NULL;
}

/* Rows come sorted by file and act: each file's rows are one run. */
static enum status load_rows(const PGresult *r, struct carga *cargas, size_t n, struct arena *a, struct error *err)
{
	struct acto_columnas col;
	acto_columnas_find(r, &col);
	int version = pg_col(r, "version"), emitidos = pg_col(r, "emitidos"), rows = PQntuples(r);
	for (int i = 0; i < rows;) {
		struct uuid id = pg_get_uuid(r, i, col.id);
		struct carga *c = find_carga(cargas, n, &id);
		int end = i + 1;
		while (end < rows && memcmp(PQgetvalue(r, end, col.id), id.b, sizeof id.b) == 0)
			end++;
		if (!c)
			return error_set(err, PROBLEM_INTERNO);
		c->version = pg_get_int(r, i, version);
		c->emitidos = pg_get_int(r, i, emitidos);
		if (PQgetisnull(r, i, col.n)) {
			i = end;
			continue;
		}
		c->actos = ARENA_ARRAY(a, (size_t)(end - i), struct acto_fila);
		if (!c->actos)
			return error_set(err, PROBLEM_INTERNO);
		for (; i < end; i++) {
			enum status st = acto_fila_read(r, i, &col, a, &c->actos[c->n_actos++], err);
			if (st != STATUS_OK)
				return st;
		}
	}
	return STATUS_OK;
}

enum status expedientes_load(
	struct db *db, const struct actor *who, bool con_emitidos, struct carga *cargas, size_t n, struct arena *a, struct error *err)
{
	static const enum sql_query_id queries[] = {QUERY_EXPEDIENTES_CARGAR};
	PG_ARGS_AUTO args;
	load_args(&args, cargas, n, con_emitidos);
	enum status st = pg_pipeline_begin(db, queries, 1, err);
	if (st != STATUS_OK)
		return st;
	bool scoped = false;
	PGresult *res[2] = {NULL, NULL};
	st = pg_pipeline_scope(db, who, &scoped, err);
	if (st == STATUS_OK)
		st = pg_pipeline_send(db, QUERY_EXPEDIENTES_CARGAR, &args, err);
	size_t sent = (scoped ? 1u : 0u) + (st == STATUS_OK ? 1u : 0u);
	enum status end = pg_pipeline_end(db, res, sent, err);
	if (st == STATUS_OK)
		st = end;
	if (st == STATUS_OK)
		st = load_rows(res[scoped ? 1 : 0], cargas, n, a, err);
	PQclear(res[0]);
	PQclear(res[1]);
	return st;
}

enum status expedientes_by_folio(struct db *db, const struct actor *who, const char *folio, struct uuid *out, struct error *err)
{
	enum status st = db_scope(db, who, err);
	if (st != STATUS_OK)
		return st;
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_text(&args, folio);
	PGRESULT_AUTO *r = NULL;
	st = pg_exec(db, QUERY_EXPEDIENTES_POR_FOLIO, &args, &r, err);
	if (st != STATUS_OK)
		return st;
	if (PQntuples(r) == 0)
		return error_set(err, PROBLEM_NO_ENCONTRADO);
	*out = pg_get_uuid(r, 0, 0);
	return STATUS_OK;
}

enum status expedientes_journal(struct db *db, const struct actor *who, const struct uuid *id, int desde, int limite, struct arena *a,
	struct acto_fila **out, size_t *n, struct error *err)
{
	enum status st = db_scope(db, who, err);
	if (st != STATUS_OK)
		return st;
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_uuid(&args, id);
	pg_int(&args, desde);
	pg_int(&args, limite);
	PGRESULT_AUTO *r = NULL;
	st = pg_exec(db, QUERY_ACTOS_LISTAR, &args, &r, err);
	if (st != STATUS_OK)
		return st;
	struct acto_columnas col;
	acto_columnas_find(r, &col);
	*n = (size_t)PQntuples(r);
	*out = ARENA_ARRAY(a, *n, struct acto_fila);
	if (!*out)
		return error_set(err, PROBLEM_INTERNO);
	for (size_t i = 0; i < *n && st == STATUS_OK; i++)
		st = acto_fila_read(r, (int)i, &col, a, &(*out)[i], err);
	return st;
}

/* ---- lists ---- */

static void filter_args(struct pg_args *a, const struct lista_filtro *f)
{
	if (f->n_estados == 0) {
		pg_null(a);
	} else {
		pg_array(a, PG_TEXT, f->n_estados);
		for (size_t i = 0; i < f->n_estados; i++)
			pg_item_text(a, f->estados[i]);
		pg_array_end(a);
	}
	pg_text(a, f->turno ? vocabulario_slug(&vocabulario_oficina, (int)f->turno) : NULL);
	pg_uuid(a, &f->organizacion);
	pg_uuid(a, &f->responsable);
	pg_fecha(a, f->vence_antes);
	pg_text(a, f->palabras);
}

static enum status list_row(const PGresult *r, int i, struct arena *a, struct lista_fila *f, struct error *err)
{
	*f = (struct lista_fila){
		.id = pg_get_uuid(r, i, pg_col(r, "id")),
		.organizacion = pg_get_uuid(r, i, pg_col(r, "organizacion_id")),
		.folio = arena_strdup(a, pg_get_text(r, i, pg_col(r, "folio"))),
		.cve_ent = arena_strdup(a, pg_get_text(r, i, pg_col(r, "cve_ent"))),
		.estado = arena_strdup(a, pg_get_text(r, i, pg_col(r, "estado"))),
		.turno = arena_strdup(a, pg_get_text(r, i, pg_col(r, "turno"))),
		.denominacion = arena_strdup(a, pg_get_text(r, i, pg_col(r, "denominacion"))),
		.tipo = arena_strdup(a, pg_get_text(r, i, pg_col(r, "tipo"))),
		.contrapartes = arena_strdup(a, pg_get_text(r, i, pg_col(r, "contrapartes"))),
		.version = pg_get_int(r, i, pg_col(r, "version")),
		.vence = pg_get_fecha(r, i, pg_col(r, "vence")),
		.fecha_firma = pg_get_fecha(r, i, pg_col(r, "fecha_firma_pretendida")),
		.actualizado_en = pg_get_instante(r, i, pg_col(r, "actualizado_en")),
	};
	return f->cve_ent && f->estado && f->turno && f->denominacion && f->tipo && f->contrapartes ? STATUS_OK
												    : error_set(err, PROBLEM_INTERNO);
}

static enum status list_count(struct db *db, const struct lista_filtro *f, int64_t *total, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	filter_args(&args, f);
	PGRESULT_AUTO *r = NULL;
	enum status st = pg_exec(db, QUERY_EXPEDIENTES_CONTAR, &args, &r, err);
	if (st == STATUS_OK)
		*total = pg_get_int64(r, 0, 0);
	return st;
}

enum status expedientes_list(struct db *db, const struct actor *who, const struct lista_filtro *f, struct arena *a, struct lista_fila **out,
	size_t *n, int64_t *total, struct error *err)
{
	enum status st = db_scope(db, who, err);
	if (st != STATUS_OK)
		return st;
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	filter_args(&args, f);
	pg_uuid(&args, &f->despues_de);
	pg_bool(&args, f->ascendente);
	pg_int(&args, f->limite);
	PGRESULT_AUTO *r = NULL;
	st = pg_exec(db, QUERY_EXPEDIENTES_LISTAR, &args, &r, err);
	if (st != STATUS_OK)
		return st;
	*n = (size_t)PQntuples(r);
	*out = ARENA_ARRAY(a, *n, struct lista_fila);
	if (!*out)
		return error_set(err, PROBLEM_INTERNO);
	for (size_t i = 0; i < *n && st == STATUS_OK; i++)
		st = list_row(r, (int)i, a, &(*out)[i], err);
	return st == STATUS_OK && f->contar ? list_count(db, f, total, err) : st;
}

/* ---- work of the calendar ---- */

static enum status read_ids(const PGresult *r, struct arena *a, struct uuid **out, size_t *n, struct error *err)
{
	*n = (size_t)PQntuples(r);
	*out = ARENA_ARRAY(a, *n, struct uuid);
	if (!*out)
		return error_set(err, PROBLEM_INTERNO);
	for (size_t i = 0; i < *n; i++)
		(*out)[i] = pg_get_uuid(r, (int)i, 0);
	return STATUS_OK;
}

enum status expedientes_companeros(struct db *db, const struct actor *who, const struct uuid *id, const struct uuid *organizacion,
	const char *const *patrones, size_t n_patrones, int limite, struct arena *a, struct uuid **out, size_t *n, struct error *err)
{
	enum status st = db_scope(db, who, err);
	if (st != STATUS_OK)
		return st;
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_uuid(&args, id);
	pg_uuid(&args, organizacion);
	pg_array(&args, PG_TEXT, n_patrones);
	for (size_t i = 0; i < n_patrones; i++)
		pg_item_text(&args, patrones[i]);
	pg_array_end(&args);
	pg_int(&args, limite);
	PGRESULT_AUTO *r = NULL;
	st = pg_exec(db, QUERY_EXPEDIENTES_COMPANEROS, &args, &r, err);
	return st == STATUS_OK ? read_ids(r, a, out, n, err) : st;
}

enum status expedientes_stale(
	struct db *db, int calendario_version, int limite, struct arena *a, struct uuid **out, size_t *n, struct error *err)
{
	enum status st = db_scope(db, NULL, err);
	if (st != STATUS_OK)
		return st;
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_int(&args, calendario_version);
	pg_int(&args, limite);
	PGRESULT_AUTO *r = NULL;
	st = pg_exec(db, QUERY_ACTOS_POR_RECOMPUTAR, &args, &r, err);
	if (st != STATUS_OK)
		return st;
	return read_ids(r, a, out, n, err);
}

enum status expedientes_calendar_seen(struct db *db, const struct uuid *id, int version, int calendario_version, struct error *err)
{
	enum status st = db_scope(db, NULL, err);
	if (st != STATUS_OK)
		return st;
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_uuid(&args, id);
	pg_int(&args, version);
	pg_int(&args, calendario_version);
	PGRESULT_AUTO *r = NULL;
	return pg_exec(db, QUERY_ACTOS_CALENDARIO_VISTO, &args, &r, err);
}
