#include "store/suscripciones.h"

#include <string.h>

#include "store/pg.h"

#define ETIQUETA_UNICA "23505"

static enum status run(
	struct db *db, const struct actor *who, enum sql_query_id q, const struct pg_args *args, PGresult **r, struct error *err)
{
	enum status st = db_scope(db, who, err);
	return st == STATUS_OK ? pg_exec(db, q, args, r, err) : st;
}

static const char *copy(struct arena *a, const PGresult *r, int row, const char *column)
{
	const char *s = pg_get_text(r, row, pg_col(r, column));
	return arena_strdup(a, s ? s : "");
}

/* Names joined by commas, which none of them has. */
static bool read_texts(const PGresult *r, int row, const char *column, struct arena *a, const char ***out, size_t *n)
{
	char *p = arena_strdup(a, pg_get_text(r, row, pg_col(r, column)));
	*n = p && *p ? 1 : 0;
	for (const char *c = p; c && *c; c++)
		*n += *c == ',';
	const char **v = *out = ARENA_ARRAY(a, *n + 1, const char *);
	for (size_t i = 0; p && v && i < *n; i++)
		v[i] = strsep(&p, ",");
	return v != NULL;
}

static void add_texts(struct pg_args *args, const char *const *v, size_t n)
{
	pg_array(args, PG_TEXT, n);
	for (size_t i = 0; i < n; i++)
		pg_item_text(args, v[i]);
	pg_array_end(args);
}

enum status suscripciones_of_user(struct db *db, const struct uuid *usuario, int *n, struct error *err)
{
	PGRESULT_AUTO *r = NULL;
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_uuid(&args, usuario);
	enum status st = pg_exec(db, QUERY_SUSCRIPCIONES_DE_USUARIO, &args, &r, err);
	*n = st == STATUS_OK ? pg_get_int(r, 0, pg_col(r, "cuantas")) : 0;
	return st;
}

/* ---- subscriptions ---- */

static bool read_one(const PGresult *r, int row, struct arena *a, struct suscripcion *s)
{
	*s = (struct suscripcion){.id = pg_get_uuid(r, row, pg_col(r, "id")),
		.organizacion = pg_get_uuid(r, row, pg_col(r, "organizacion_id")),
		.usuario = pg_get_uuid(r, row, pg_col(r, "usuario_id")),
		.rol = copy(a, r, row, "rol"),
		.url = copy(a, r, row, "url"),
		.descripcion = copy(a, r, row, "descripcion"),
		.estado = copy(a, r, row, "estado"),
		.motivo = copy(a, r, row, "motivo"),
		.version = pg_get_int(r, row, pg_col(r, "version")),
		.fallos = pg_get_int(r, row, pg_col(r, "fallos")),
		.pendientes = pg_get_int(r, row, pg_col(r, "pendientes")),
		.muertas = pg_get_int(r, row, pg_col(r, "muertas")),
		.sin_responsable = pg_get_bool(r, row, pg_col(r, "sin_responsable")),
		.creada_en = pg_get_instante(r, row, pg_col(r, "creada_en")),
		.actualizada_en = pg_get_instante(r, row, pg_col(r, "actualizada_en")),
		.verificada_en = pg_get_instante(r, row, pg_col(r, "verificada_en")),
		.secreto_anterior_hasta = pg_get_instante(r, row, pg_col(r, "secreto_anterior_hasta"))};
	return s->rol && s->url && s->descripcion && s->estado && s->motivo && read_texts(r, row, "tipos", a, &s->tipos, &s->n_tipos);
}

enum status suscripciones_add(struct db *db, const struct actor *who, const struct suscripcion *s, const uint8_t *secreto,
	size_t secreto_len, int max, int vida_s, bool *hecha, bool *repetida, struct error *err)
{
	PGRESULT_AUTO *r = NULL, *otra = NULL;
	PG_ARGS_AUTO args;
	PG_ARGS_AUTO esa;
	pg_args_init(&args);
	pg_args_init(&esa);
	pg_uuid(&args, &s->id);
	pg_uuid(&args, &s->organizacion);
	pg_text(&args, s->rol);
	pg_uuid(&args, &s->usuario);
	pg_text(&args, s->url);
	pg_text(&args, s->descripcion);
	add_texts(&args, s->tipos, s->n_tipos);
	pg_bytes(&args, secreto, secreto_len);
	pg_int(&args, max);
	pg_int(&args, vida_s);
	enum status st = run(db, who, QUERY_SUSCRIPCIONES_ALTA, &args, &r, err);
	*repetida = false;
	*hecha = st == STATUS_OK && PQntuples(r) == 1;
	if (st != STATUS_OK || *hecha)
		return st;
	pg_uuid(&esa, &s->organizacion);
	pg_text(&esa, s->rol);
	pg_text(&esa, s->url);
	st = run(db, who, QUERY_SUSCRIPCIONES_REPETIDA, &esa, &otra, err);
	if (st == STATUS_OK)
		*repetida = pg_get_bool(otra, 0, pg_col(otra, "repetida"));
	return st;
}

enum status suscripciones_list(struct db *db, const struct actor *who, const struct uuid *despues, int limite, struct arena *a,
	struct suscripcion **out, size_t *n, struct error *err)
{
	PGRESULT_AUTO *r = NULL;
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_uuid(&args, despues);
	pg_int(&args, limite);
	enum status st = run(db, who, QUERY_SUSCRIPCIONES_LISTAR, &args, &r, err);
	if (st != STATUS_OK)
		return st;
	*n = (size_t)PQntuples(r);
	struct suscripcion *v = *out = ARENA_ARRAY(a, *n + 1, struct suscripcion);
	for (size_t i = 0; v && i < *n; i++)
		if (!read_one(r, (int)i, a, &v[i]))
			return error_set(err, PROBLEM_SATURADO);
	return v ? STATUS_OK : error_set(err, PROBLEM_SATURADO);
}

enum status suscripciones_get(
	struct db *db, const struct actor *who, const struct uuid *id, struct arena *a, struct suscripcion *out, struct error *err)
{
	PGRESULT_AUTO *r = NULL;
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_uuid(&args, id);
	enum status st = run(db, who, QUERY_SUSCRIPCIONES_VER, &args, &r, err);
	if (st != STATUS_OK)
		return st;
	if (PQntuples(r) == 0)
		return error_set(err, PROBLEM_NO_ENCONTRADO);
	return read_one(r, 0, a, out) ? STATUS_OK : error_set(err, PROBLEM_SATURADO);
}

enum status suscripciones_change(struct db *db, const struct actor *who, const struct suscripcion *s, bool pausada, bool seguir, int vida_s,
	bool *hecha, struct error *err)
{
	PGRESULT_AUTO *r = NULL;
	PG_ARGS_AUTO args;
	struct error propio;
	pg_args_init(&args);
	error_init(&propio, err->arena);
	pg_uuid(&args, &s->id);
	pg_int(&args, s->version);
	pg_text(&args, s->url);
	pg_text(&args, s->descripcion);
	add_texts(&args, s->tipos, s->n_tipos);
	pg_bool(&args, pausada);
	pg_int(&args, vida_s);
	pg_bool(&args, seguir);
	enum status st = run(db, who, QUERY_SUSCRIPCIONES_CAMBIAR, &args, &r, &propio);
	*hecha = st == STATUS_OK && PQntuples(r) == 1;
	if (st == STATUS_OK)
		return st;
	if (strcmp(propio.sqlstate, ETIQUETA_UNICA) == 0)
		return error_set(err, PROBLEM_YA_EXISTE, s->url);
	err->interno = propio.interno;
	return error_set(err, propio.problem ? propio.problem : PROBLEM_INTERNO);
}

enum status suscripciones_end(struct db *db, const struct actor *who, const struct uuid *id, int version, bool *hecha, struct error *err)
{
	PGRESULT_AUTO *r = NULL;
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_uuid(&args, id);
	pg_int(&args, version);
	enum status st = run(db, who, QUERY_SUSCRIPCIONES_BAJA, &args, &r, err);
	*hecha = st == STATUS_OK && PQntuples(r) == 1;
	return st;
}

enum status suscripciones_rotate(struct db *db, const struct actor *who, const struct uuid *id, const uint8_t *secreto, size_t secreto_len,
	int horas, bool *hecha, instante_t *anterior_hasta, int *version, struct error *err)
{
	PGRESULT_AUTO *r = NULL;
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_uuid(&args, id);
	pg_bytes(&args, secreto, secreto_len);
	pg_int(&args, horas);
	pg_uuid(&args, &who->usuario);
	enum status st = run(db, who, QUERY_SUSCRIPCIONES_ROTAR, &args, &r, err);
	*hecha = st == STATUS_OK && PQntuples(r) == 1;
	if (*hecha) {
		*anterior_hasta = pg_get_instante(r, 0, pg_col(r, "secreto_anterior_hasta"));
		*version = pg_get_int(r, 0, pg_col(r, "version"));
	}
	return st;
}

enum status suscripciones_challenge(
	struct db *db, const struct actor *who, const struct uuid *id, int vida_s, bool *hecha, struct error *err)
{
	PGRESULT_AUTO *r = NULL;
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_uuid(&args, id);
	pg_int(&args, vida_s);
	enum status st = run(db, who, QUERY_SUSCRIPCIONES_VERIFICAR, &args, &r, err);
	*hecha = st == STATUS_OK && PQntuples(r) == 1;
	return st;
}

/* ---- their deliveries ---- */

static bool read_delivery(const PGresult *r, int row, struct arena *a, struct entrega_fila *f)
{
	*f = (struct entrega_fila){.evento = {.seq = pg_get_int64(r, row, pg_col(r, "seq")),
					   .id = pg_get_uuid(r, row, pg_col(r, "id")),
					   .expediente = pg_get_uuid(r, row, pg_col(r, "expediente_id")),
					   .organizacion = pg_get_uuid(r, row, pg_col(r, "organizacion_id")),
					   .n = pg_get_int(r, row, pg_col(r, "n")),
					   .tipo = copy(a, r, row, "tipo"),
					   .estado = copy(a, r, row, "estado_expediente"),
					   .ocurrido_en = pg_get_instante(r, row, pg_col(r, "ocurrido_en"))},
		.estado = copy(a, r, row, "estado"),
		.intentos = pg_get_int(r, row, pg_col(r, "tomas")),
		.disponible_en = pg_get_instante(r, row, pg_col(r, "disponible_en")),
		.vence_en = pg_get_instante(r, row, pg_col(r, "vence_en")),
		.creada_en = pg_get_instante(r, row, pg_col(r, "creada_en")),
		.terminada_en = pg_get_instante(r, row, pg_col(r, "terminada_en"))};
	return f->evento.tipo && f->evento.estado && f->estado;
}

enum status entregas_list(struct db *db, const struct actor *who, const struct uuid *suscripcion, const char *estado, int64_t antes_de,
	int limite, struct arena *a, struct entrega_fila **out, size_t *n, struct error *err)
{
	PGRESULT_AUTO *r = NULL;
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_uuid(&args, suscripcion);
	pg_text(&args, estado);
	if (antes_de)
		pg_bigint(&args, antes_de);
	else
		pg_null(&args);
	pg_int(&args, limite);
	enum status st = run(db, who, QUERY_ENTREGAS_LISTAR, &args, &r, err);
	if (st != STATUS_OK)
		return st;
	*n = (size_t)PQntuples(r);
	struct entrega_fila *v = *out = ARENA_ARRAY(a, *n + 1, struct entrega_fila);
	for (size_t i = 0; v && i < *n; i++)
		if (!read_delivery(r, (int)i, a, &v[i]))
			return error_set(err, PROBLEM_SATURADO);
	return v ? STATUS_OK : error_set(err, PROBLEM_SATURADO);
}

enum status entregas_get(struct db *db, const struct actor *who, const struct uuid *suscripcion, const struct uuid *evento, struct arena *a,
	struct entrega_fila *out, struct error *err)
{
	PGRESULT_AUTO *r = NULL;
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_uuid(&args, suscripcion);
	pg_uuid(&args, evento);
	enum status st = run(db, who, QUERY_ENTREGAS_VER, &args, &r, err);
	if (st != STATUS_OK)
		return st;
	if (PQntuples(r) == 0)
		return error_set(err, PROBLEM_NO_ENCONTRADO);
	return read_delivery(r, 0, a, out) ? STATUS_OK : error_set(err, PROBLEM_SATURADO);
}

enum status entregas_attempts(struct db *db, const struct actor *who, const struct uuid *suscripcion, int64_t seq, int limite,
	struct arena *a, struct entrega_intento **out, size_t *n, struct error *err)
{
	PGRESULT_AUTO *r = NULL;
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_uuid(&args, suscripcion);
	pg_bigint(&args, seq);
	pg_int(&args, limite);
	enum status st = run(db, who, QUERY_ENTREGAS_INTENTOS, &args, &r, err);
	if (st != STATUS_OK)
		return st;
	*n = (size_t)PQntuples(r);
	struct entrega_intento *v = *out = ARENA_ARRAY(a, *n + 1, struct entrega_intento);
	for (size_t i = 0; v && i < *n; i++) {
		const int row = (int)i;
		v[i] = (struct entrega_intento){.n = pg_get_int(r, row, pg_col(r, "n")),
			.ms = pg_get_int(r, row, pg_col(r, "ms")),
			.http = pg_get_int(r, row, pg_col(r, "http")),
			.empezado_en = pg_get_instante(r, row, pg_col(r, "empezado_en")),
			.motivo = copy(a, r, row, "motivo"),
			.respuesta = copy(a, r, row, "respuesta")};
		if (!v[i].motivo || !v[i].respuesta)
			return error_set(err, PROBLEM_SATURADO);
	}
	return v ? STATUS_OK : error_set(err, PROBLEM_SATURADO);
}

static void add_uuids(struct pg_args *args, const struct uuid *v, size_t n)
{
	pg_array(args, PG_UUID, n);
	for (size_t i = 0; i < n; i++)
		pg_item_uuid(args, &v[i]);
	pg_array_end(args);
}

enum status entregas_known(struct db *db, const struct actor *who, const struct uuid *suscripcion, const struct uuid *eventos, size_t n,
	struct uuid *out, size_t *n_out, struct error *err)
{
	PGRESULT_AUTO *r = NULL;
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_uuid(&args, suscripcion);
	add_uuids(&args, eventos, n);
	enum status st = run(db, who, QUERY_ENTREGAS_CONOCIDAS, &args, &r, err);
	*n_out = 0;
	for (int i = 0; st == STATUS_OK && i < PQntuples(r) && *n_out < n; i++)
		out[(*n_out)++] = pg_get_uuid(r, i, pg_col(r, "id"));
	return st;
}

enum status entregas_resend(struct db *db, const struct actor *who, const struct uuid *suscripcion, const struct uuid *eventos, size_t n,
	int vida_s, int *reenviadas, struct error *err)
{
	PGRESULT_AUTO *r = NULL;
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_uuid(&args, suscripcion);
	add_uuids(&args, eventos, n);
	pg_int(&args, vida_s);
	enum status st = run(db, who, QUERY_ENTREGAS_REENVIAR, &args, &r, err);
	*reenviadas = st == STATUS_OK ? PQntuples(r) : 0;
	return st;
}
