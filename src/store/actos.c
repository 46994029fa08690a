/* Writing: new files, groups of acts, numbers, idempotency. The group is the product's hot path: one statement, one commit. */
#include <string.h>

#include "store/filas.h"

/* ---- a group as arrays ---- */

/* One array parameter: `item` is called for each act of the group. */
typedef void (*item_fn)(struct pg_args *a, const struct aplicacion *ap);

static void column(struct pg_args *a, enum pg_tipo tipo, struct aplicacion **ap, size_t n, item_fn item)
{
	pg_array(a, tipo, n);
	for (size_t i = 0; i < n; i++)
		item(a, ap[i]);
	pg_array_end(a);
}

#define ITEM(name, expr) \
	static void name(struct pg_args *a, const struct aplicacion *ap) \
	{ \
		expr; \
	}
ITEM(i_id, pg_item_uuid(a, &ap->fila.expediente))
ITEM(i_version, pg_item_int(a, ap->fila.n - 1))
ITEM(i_n, pg_item_int(a, ap->fila.n))
ITEM(i_acto, pg_item_text(a, vocabulario_slug(&vocabulario_acto, (int)ap->fila.tipo)))
ITEM(i_desde, pg_item_text(a, vocabulario_slug(&vocabulario_estado, (int)ap->fila.desde)))
ITEM(i_hacia, pg_item_text(a, vocabulario_slug(&vocabulario_estado, (int)ap->fila.hacia)))
ITEM(i_registrado, pg_item_instante(a, ap->fila.registrado_en))
ITEM(i_fecha_legal, pg_item_fecha(a, ap->fila.fecha_legal))
ITEM(i_usuario, pg_item_bytes(a, ap->fila.usuario.b, sizeof ap->fila.usuario.b))
ITEM(i_organizacion, pg_item_bytes(a, ap->fila.organizacion.b, sizeof ap->fila.organizacion.b))
ITEM(i_rol, pg_item_text(a, acto_fila_rol(&ap->fila)))
ITEM(i_datos, pg_item_text(a, ap->fila.datos))
ITEM(i_efectos, pg_item_text(a, ap->fila.efectos))
ITEM(i_anterior, pg_item_bytes(a, ap->fila.anterior.b, SHA256_LEN))
ITEM(i_hash, pg_item_bytes(a, ap->fila.hash.b, SHA256_LEN))
ITEM(i_turno, pg_item_text(a, vocabulario_slug(&vocabulario_oficina, (int)estado_turno(ap->fila.hacia))))
ITEM(i_folio, pg_item_text(a, ap->e->folio))
ITEM(i_vence, pg_item_fecha(a, ap->vence))
ITEM(i_resp_dgcp, pg_item_uuid(a, &ap->e->responsable_dgcp))
ITEM(i_resp_cja, pg_item_uuid(a, &ap->e->responsable_cja))
ITEM(i_turnado, pg_item_bool(a, ap->e->turnado_cja))
ITEM(i_compartido, pg_item_bool(a, ap->e->datos.compartir_con_estado))
ITEM(i_nivel, pg_item_text(a, vocabulario_slug(&vocabulario_nivel, (int)ap->e->datos.nivel)))
ITEM(i_calendario, pg_item_int(a, ap->calendario_version))
ITEM(i_clave, pg_item_text(a, ap->idem.clave))
ITEM(i_idem_huella, pg_item_bytes(a, ap->idem.huella.b, SHA256_LEN))
ITEM(i_http, pg_item_int(a, ap->idem.http))
ITEM(i_cuerpo, pg_item_text(a, ap->idem.cuerpo ? ap->idem.cuerpo : ""))
ITEM(i_encabezados, pg_item_text(a, ap->idem.encabezados ? ap->idem.encabezados : ""))
ITEM(i_serie, pg_item_text(a, ap->serie ? vocabulario_slug(&vocabulario_serie, (int)ap->serie) : NULL))
ITEM(i_anio, pg_item_int(a, ap->anio))
ITEM(i_numero, pg_item_int(a, ap->numero))
ITEM(i_texto, pg_item_text(a, ap->numero_texto))
ITEM(i_asienta, pg_item_bool(a, ap->serie == SERIE_REGISTRO))
ITEM(i_ficha, pg_item_bool(a, ap->ficha != NULL))
ITEM(i_denominacion, pg_item_text(a, ap->ficha ? ap->ficha->denominacion : NULL))
ITEM(i_tipo, pg_item_text(a, ap->ficha ? ap->ficha->tipo : NULL))
ITEM(i_contrapartes, pg_item_text(a, ap->ficha ? ap->ficha->contrapartes : NULL))
ITEM(i_fecha_firma, pg_item_fecha(a, ap->ficha ? ap->ficha->fecha_firma : DIA_NINGUNO))
ITEM(i_busqueda, pg_item_text(a, ap->ficha ? ap->ficha->busqueda : NULL))

static void item_sha_or_null(struct pg_args *a, const struct sha256 *h)
{
	if (h)
		pg_item_bytes(a, h->b, SHA256_LEN);
	else
		pg_item_null(a);
}
ITEM(i_huella_dictamen, item_sha_or_null(a, ap->huella_dictamen))
ITEM(i_huella, item_sha_or_null(a, ap->huella))

struct columna {
	enum pg_tipo tipo;
	item_fn item;
};

/* In the order of actos/aplicar.sql. */
static const struct columna aplicar_columnas[] = {
	{PG_UUID, i_id},
	{PG_INT4, i_version},
	{PG_TEXT, i_acto},
	{PG_TEXT, i_desde},
	{PG_TEXT, i_hacia},
	{PG_TIMESTAMPTZ, i_registrado},
	{PG_DATE, i_fecha_legal},
	{PG_UUID, i_usuario},
	{PG_UUID, i_organizacion},
	{PG_TEXT, i_rol},
	{PG_TEXT, i_datos},
	{PG_TEXT, i_efectos},
	{PG_BYTEA, i_anterior},
	{PG_BYTEA, i_hash},
	{PG_TEXT, i_turno},
	{PG_TEXT, i_folio},
	{PG_DATE, i_vence},
	{PG_UUID, i_resp_dgcp},
	{PG_UUID, i_resp_cja},
	{PG_BOOL, i_turnado},
	{PG_BOOL, i_compartido},
	{PG_TEXT, i_nivel},
	{PG_INT4, i_calendario},
	{PG_TEXT, i_clave},
	{PG_BYTEA, i_idem_huella},
	{PG_INT4, i_http},
	{PG_TEXT, i_cuerpo},
	{PG_TEXT, i_encabezados},
};
/* In the order of actos/hechos.sql. */
static const struct columna hechos_columnas[] = {
	{PG_UUID, i_id},
	{PG_INT4, i_n},
	{PG_BYTEA, i_hash},
	{PG_TEXT, i_serie},
	{PG_INT4, i_anio},
	{PG_INT4, i_numero},
	{PG_TEXT, i_texto},
	{PG_BYTEA, i_huella_dictamen},
	{PG_BOOL, i_asienta},
	{PG_TIMESTAMPTZ, i_registrado},
	{PG_BOOL, i_ficha},
	{PG_TEXT, i_denominacion},
	{PG_TEXT, i_tipo},
	{PG_TEXT, i_contrapartes},
	{PG_DATE, i_fecha_firma},
	{PG_TEXT, i_busqueda},
	{PG_BYTEA, i_huella},
};
#define COUNT(x) (sizeof(x) / sizeof((x)[0]))
#define AGREGADOS_MAX 2 /* statements that some acts need besides: facts, jobs */

static void columns(struct pg_args *a, const struct columna *c, size_t n_columnas, struct aplicacion **ap, size_t n)
{
	pg_args_init(a);
	for (size_t i = 0; i < n_columnas; i++)
		column(a, c[i].tipo, ap, n, c[i].item);
}

/* One row per job; the few acts that leave one pay for a further statement in their round trip, the others for nothing. */
static size_t job_args(struct pg_args *a, struct aplicacion **ap, size_t n)
{
	struct aplicacion *de[EXPEDIENTES_GRUPO_MAX * TRABAJOS_POR_ACTO_MAX];
	const char *clase[EXPEDIENTES_GRUPO_MAX * TRABAJOS_POR_ACTO_MAX];
	size_t k = 0;
	pg_args_init(a);
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < ap[i]->n_trabajos; j++) {
			de[k] = ap[i];
			clase[k++] = ap[i]->trabajos[j];
		}
	if (k == 0)
		return 0;
	pg_array(a, PG_UUID, k);
	for (size_t i = 0; i < k; i++) {
		struct uuid id = uuid_v7(de[i]->fila.registrado_en / 1000);
		pg_item_uuid(a, &id);
	}
	pg_array_end(a);
	column(a, PG_UUID, de, k, i_id);
	column(a, PG_INT4, de, k, i_n);
	column(a, PG_BYTEA, de, k, i_hash);
	pg_array(a, PG_TEXT, k);
	for (size_t i = 0; i < k; i++)
		pg_item_text(a, clase[i]);
	pg_array_end(a);
	column(a, PG_TIMESTAMPTZ, de, k, i_registrado);
	return k;
}

static bool leaves_facts(const struct aplicacion *ap)
{
	return ap->serie || ap->huella_dictamen || ap->huella || ap->ficha;
}

/* ---- failures that have a meaning ---- */

/* A unique constraint that only two requests at once can break: the caller tries them one by one and says which. */
static enum status apply_failure(struct db *db, enum status st, struct error *err)
{
	(void)db;
	if (strcmp(err->sqlstate, "23505") != 0)
		return st;
	struct arena *a = err->arena;
	bool instrumento = err->interno && strstr(err->interno, "instrumento_dictaminado") != NULL;
	bool idempotencia = err->interno && strstr(err->interno, "idempotencia") != NULL;
	if (!instrumento && !idempotencia)
		return st;
	error_init(err, a);
	return instrumento ? error_set(err, PROBLEM_YA_DICTAMINADO) : error_set(err, PROBLEM_YA_EXISTE, "Idempotency-Key");
}

static void mark_applied(const PGresult *r, struct aplicacion **ap, size_t n)
{
	for (int row = 0; row < PQntuples(r); row++) {
		struct uuid id = pg_get_uuid(r, row, 0);
		for (size_t i = 0; i < n; i++)
			if (uuid_cmp(&ap[i]->fila.expediente, &id) == 0)
				ap[i]->aplicado = true;
	}
}

/* What follows the group's statement in the same round trip: its `n_mas` further statements. */
struct agregado {
	enum sql_query_id query;
	const struct pg_args *args;
};

static enum status apply_pipeline(
	struct db *db, struct aplicacion **ap, size_t n, const struct agregado *mas, size_t n_mas, PGresult **res, struct error *err)
{
	enum sql_query_id queries[1 + AGREGADOS_MAX] = {QUERY_ACTOS_APLICAR};
	for (size_t i = 0; i < n_mas; i++)
		queries[1 + i] = mas[i].query;
	PG_ARGS_AUTO aplicar;
	columns(&aplicar, aplicar_columnas, COUNT(aplicar_columnas), ap, n);
	enum status st = pg_pipeline_begin(db, queries, 1 + n_mas, err);
	if (st != STATUS_OK)
		return st;
	size_t sent = 0;
	bool scoped = false;
	st = pg_pipeline_scope(db, NULL, &scoped, err);
	sent += scoped;
	if (st == STATUS_OK && (st = pg_pipeline_send(db, QUERY_ACTOS_APLICAR, &aplicar, err)) == STATUS_OK)
		sent++;
	for (size_t i = 0; i < n_mas && st == STATUS_OK; i++)
		if ((st = pg_pipeline_send(db, mas[i].query, mas[i].args, err)) == STATUS_OK)
			sent++;
	PGresult *all[2 + AGREGADOS_MAX] = {NULL};
	enum status end = pg_pipeline_end(db, all, sent, err);
	if (st == STATUS_OK)
		st = end;
	*res = st == STATUS_OK ? all[scoped] : NULL;
	for (size_t i = 0; i < COUNT(all); i++)
		if (all[i] != *res)
			PQclear(all[i]);
	return st;
}

enum status expedientes_apply(struct db *db, struct aplicacion **ap, size_t n, struct error *err)
{
	struct aplicacion *con_hechos[EXPEDIENTES_GRUPO_MAX];
	if (n > EXPEDIENTES_GRUPO_MAX)
		return error_set(err, PROBLEM_INTERNO);
	size_t n_hechos = 0, n_mas = 0;
	for (size_t i = 0; i < n; i++)
		if (leaves_facts(ap[i]))
			con_hechos[n_hechos++] = ap[i];
	struct agregado mas[AGREGADOS_MAX];
	PG_ARGS_AUTO hechos;
	columns(&hechos, hechos_columnas, COUNT(hechos_columnas), con_hechos, n_hechos);
	if (n_hechos)
		mas[n_mas++] = (struct agregado){QUERY_ACTOS_HECHOS, &hechos};
	PG_ARGS_AUTO trabajos;
	if (job_args(&trabajos, ap, n))
		mas[n_mas++] = (struct agregado){QUERY_TRABAJOS_DEBER, &trabajos};
	PGRESULT_AUTO *moved = NULL;
	enum status st = apply_pipeline(db, ap, n, mas, n_mas, &moved, err);
	if (st == STATUS_OK && db->en_transaccion)
		st = db_commit(db, err);
	if (st != STATUS_OK) {
		db_rollback(db);
		return apply_failure(db, st, err);
	}
	mark_applied(moved, ap, n);
	return STATUS_OK;
}

/* ---- a new file ---- */

static void create_args(struct pg_args *a, const struct aplicacion *ap)
{
	const struct expediente *e = ap->e;
	pg_args_init(a);
	pg_uuid(a, &e->id);
	pg_uuid(a, &e->organizacion);
	pg_text(a, e->cve_ent);
	pg_text(a, vocabulario_slug(&vocabulario_nivel, (int)e->datos.nivel));
	pg_bool(a, e->datos.compartir_con_estado);
	pg_text(a, vocabulario_slug(&vocabulario_estado, (int)e->estado));
	pg_text(a, vocabulario_slug(&vocabulario_oficina, (int)estado_turno(e->estado)));
	pg_sha(a, &ap->fila.hash);
	pg_int(a, ap->calendario_version);
	pg_instante(a, ap->fila.registrado_en);
	pg_text(a, ap->ficha->denominacion);
	pg_text(a, ap->ficha->tipo);
	pg_text(a, ap->ficha->contrapartes);
	pg_fecha(a, ap->ficha->fecha_firma);
	pg_text(a, ap->ficha->busqueda);
}

static void append_args(struct pg_args *a, const struct aplicacion *ap)
{
	const struct acto_fila *f = &ap->fila;
	pg_args_init(a);
	pg_uuid(a, &f->expediente);
	pg_int(a, f->n);
	pg_text(a, vocabulario_slug(&vocabulario_acto, (int)f->tipo));
	pg_text(a, vocabulario_slug(&vocabulario_estado, (int)f->desde));
	pg_text(a, vocabulario_slug(&vocabulario_estado, (int)f->hacia));
	pg_instante(a, f->registrado_en);
	pg_fecha(a, f->fecha_legal);
	pg_bytes(a, f->usuario.b, sizeof f->usuario.b);
	pg_bytes(a, f->organizacion.b, sizeof f->organizacion.b);
	pg_text(a, acto_fila_rol(f));
	pg_text(a, f->datos);
	pg_text(a, f->efectos);
	pg_sha(a, &f->anterior);
	pg_sha(a, &f->hash);
	pg_text(a, ap->idem.clave);
	pg_sha(a, &ap->idem.huella);
	pg_int(a, ap->idem.http);
	pg_text(a, ap->idem.cuerpo);
	pg_text(a, ap->idem.encabezados);
}

enum status expedientes_create(struct db *db, struct aplicacion *ap, struct error *err)
{
	static const enum sql_query_id queries[] = {QUERY_EXPEDIENTES_CREAR, QUERY_ACTOS_ANEXAR};
	PG_ARGS_AUTO crear;
	create_args(&crear, ap);
	PG_ARGS_AUTO anexar;
	append_args(&anexar, ap);
	enum status st = pg_pipeline_begin(db, queries, COUNT(queries), err);
	if (st != STATUS_OK)
		return st;
	size_t sent = 0;
	bool scoped = false;
	st = pg_pipeline_scope(db, NULL, &scoped, err);
	sent += scoped;
	if (st == STATUS_OK && (st = pg_pipeline_send(db, QUERY_EXPEDIENTES_CREAR, &crear, err)) == STATUS_OK)
		sent++;
	if (st == STATUS_OK && (st = pg_pipeline_send(db, QUERY_ACTOS_ANEXAR, &anexar, err)) == STATUS_OK)
		sent++;
	PGresult *res[3] = {NULL, NULL, NULL};
	enum status end = pg_pipeline_end(db, res, sent, err);
	for (size_t i = 0; i < COUNT(res); i++)
		PQclear(res[i]);
	if (st == STATUS_OK)
		st = end;
	ap->aplicado = st == STATUS_OK;
	return st == STATUS_OK ? st : apply_failure(db, st, err);
}

/* ---- numbers ---- */

enum status expedientes_numerate(struct db *db, struct numeracion *series, size_t n, struct error *err)
{
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	pg_array(&a, PG_TEXT, n);
	for (size_t i = 0; i < n; i++)
		pg_item_text(&a, vocabulario_slug(&vocabulario_serie, (int)series[i].serie));
	pg_array_end(&a);
	pg_array(&a, PG_INT4, n);
	for (size_t i = 0; i < n; i++)
		pg_item_int(&a, series[i].anio);
	pg_array_end(&a);
	pg_array(&a, PG_INT4, n);
	for (size_t i = 0; i < n; i++)
		pg_item_int(&a, series[i].cuantos);
	pg_array_end(&a);
	PGRESULT_AUTO *r = NULL;
	enum status st = pg_exec(db, QUERY_ACTOS_NUMERAR, &a, &r, err);
	if (st != STATUS_OK)
		return st;
	for (int row = 0; row < PQntuples(r); row++) {
		enum serie serie = (enum serie)vocabulario_find(&vocabulario_serie, pg_get_text(r, row, 0));
		int anio = pg_get_int(r, row, 1);
		for (size_t i = 0; i < n; i++)
			if (series[i].serie == serie && series[i].anio == anio)
				series[i].ultimo = pg_get_int(r, row, 2);
	}
	return STATUS_OK;
}

/* ---- rule 2 ---- */

enum status expedientes_instrumento(struct db *db, const struct sha256 *huella, const struct uuid *propio, const struct actor *who,
	struct arena *a, bool *dictaminado, const char **folio, struct error *err)
{
	enum status st = db_scope(db, NULL, err); /* the question spans all files; the answer is held to what the caller may see */
	if (st != STATUS_OK)
		return st;
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_sha(&args, huella);
	pg_uuid(&args, propio);
	pg_text(&args, vocabulario_slug(&vocabulario_rol, (int)who->rol));
	pg_uuid(&args, &who->organizacion);
	pg_text(&args, who->cve_ent ? who->cve_ent : "");
	PGRESULT_AUTO *r = NULL;
	st = pg_exec(db, QUERY_ACTOS_INSTRUMENTO, &args, &r, err);
	if (st != STATUS_OK)
		return st;
	*dictaminado = PQntuples(r) > 0;
	*folio = *dictaminado ? arena_strdup(a, pg_get_text(r, 0, 1)) : NULL;
	return STATUS_OK;
}

/* ---- idempotency ---- */

static enum status remembered(const PGresult *r, int row, struct idempotencia_guardada *g, struct arena *a, struct error *err)
{
	g->hallada = true;
	g->huella = pg_get_sha(r, row, pg_col(r, "huella"));
	g->http = pg_get_int(r, row, pg_col(r, "http"));
	g->cuerpo = arena_strdup(a, pg_get_text(r, row, pg_col(r, "cuerpo")));
	g->encabezados = arena_strdup(a, pg_get_text(r, row, pg_col(r, "encabezados")));
	return g->cuerpo && g->encabezados ? STATUS_OK : error_set(err, PROBLEM_INTERNO);
}

enum status expedientes_idempotencia(struct db *db, struct idempotencia_guardada *claves, size_t n, struct arena *a, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_array(&args, PG_UUID, n);
	for (size_t i = 0; i < n; i++)
		pg_item_uuid(&args, &claves[i].usuario);
	pg_array_end(&args);
	pg_array(&args, PG_TEXT, n);
	for (size_t i = 0; i < n; i++)
		pg_item_text(&args, claves[i].clave);
	pg_array_end(&args);
	PGRESULT_AUTO *r = NULL;
	enum status st = pg_exec(db, QUERY_IDEMPOTENCIA_BUSCAR, &args, &r, err);
	for (int row = 0; st == STATUS_OK && row < PQntuples(r); row++) {
		struct uuid usuario = pg_get_uuid(r, row, pg_col(r, "usuario_id"));
		const char *clave = pg_get_text(r, row, pg_col(r, "clave"));
		for (size_t i = 0; i < n && st == STATUS_OK; i++)
			if (uuid_cmp(&claves[i].usuario, &usuario) == 0 && strcmp(claves[i].clave, clave) == 0)
				st = remembered(r, row, &claves[i], a, err);
	}
	return st;
}
