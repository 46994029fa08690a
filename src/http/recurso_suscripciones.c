/* Subscriptions: where an organisation wants to be told of events. */
#include <string.h>

#include "codec/campos.h"
#include "codec/json.h"
#include "http/recursos.h"
#include "http/solicitud.h"
#include "services/suscripciones.h"

#define CUERPO_MAX ((size_t)1 << 20)
#define ROTACION_HORAS 24

#define T struct suscripcion_pedida
static const struct json_field nueva_campos[] = {
	CAMPO_TEXTO(T, descripcion, "descripcion", 0, 200, 0),
	CAMPO_LISTA(T, tipos, "tipos", 0, SUSCRIPCION_TIPOS_MAX, STRING, .flags = JSON_UNIQUE, .item_min = 1, .item_max = 100),
	CAMPO_TEXTO(T, url, "url", 8, SUSCRIPCION_URL_MAX, JSON_REQUIRED),
};
static const struct json_field cambio_campos[] = {
	CAMPO_TEXTO(T, descripcion, "descripcion", 0, 200, 0),
	CAMPO(T, pausada, "pausada", BOOL, .flags = 0),
	CAMPO_LISTA(T, tipos, "tipos", 0, SUSCRIPCION_TIPOS_MAX, STRING, .flags = JSON_UNIQUE, .item_min = 1, .item_max = 100),
	CAMPO_TEXTO(T, url, "url", 8, SUSCRIPCION_URL_MAX, JSON_REQUIRED),
};
#undef T
static const struct json_desc desc_nueva = DESC("suscripcion", struct suscripcion_pedida, nueva_campos);
static const struct json_desc desc_cambio = DESC("suscripcion", struct suscripcion_pedida, cambio_campos);

struct rotacion_pedida {
	int traslape_horas;
};
static void rotation_init(void *v)
{
	((struct rotacion_pedida *)v)->traslape_horas = ROTACION_HORAS;
}
static const struct json_field rotacion_campos[] = {
	CAMPO_INT(struct rotacion_pedida, traslape_horas, "traslape_horas", 0, ROTACION_HORAS_MAX, 0),
};
static const struct json_desc desc_rotacion = {
	.name = "rotacion", .size = sizeof(struct rotacion_pedida), .fields = rotacion_campos, .n_fields = 1, .init = rotation_init};

/* ---- representations ---- */

static void write_instant(struct json_writer *w, const char *key, instante_t t)
{
	if (t != INSTANTE_NINGUNO)
		json_instante(w, key, t);
}

static void write_one(struct json_writer *w, const struct suscripcion *s, bool contada, const char *secreto)
{
	json_object(w, NULL);
	json_uuid(w, "id", &s->id);
	json_int(w, "version", s->version);
	json_string(w, "estado", s->estado);
	json_bool(w, "pausada", strcmp(s->estado, "pausada") == 0);
	json_string(w, "url", s->url);
	json_string(w, "descripcion", s->descripcion);
	json_array(w, "tipos");
	for (size_t i = 0; i < s->n_tipos; i++) {
		char tipo[EVENTO_TIPO_LEN];
		evento_tipo_publico(s->tipos[i], tipo);
		json_string(w, NULL, tipo);
	}
	json_array_end(w);
	if (*s->motivo)
		json_string(w, "motivo", s->motivo);
	json_int(w, "fallos", s->fallos);
	if (contada) {
		json_int(w, "pendientes", s->pendientes);
		json_int(w, "muertas", s->muertas);
	}
	json_uuid(w, "usuario", &s->usuario);
	if (s->sin_responsable)
		json_bool(w, "sin_responsable", true);
	json_instante(w, "creada_en", s->creada_en);
	json_instante(w, "actualizada_en", s->actualizada_en);
	write_instant(w, "verificada_en", s->verificada_en);
	write_instant(w, "secreto_anterior_hasta", s->secreto_anterior_hasta);
	json_string(w, "secreto", secreto);
	json_object_end(w);
}

static void answer(struct exchange *ex, int http, const struct suscripcion *s, const char *secreto)
{
	BUF_AUTO b;
	struct json_writer w;
	buf_init(&b, CUERPO_MAX);
	json_begin(&w, &b);
	write_one(&w, s, true, secreto);
	const char *etag = arena_printf(ex->arena, "\"%d\"", s->version);
	if (etag)
		exchange_header(ex, "ETag", etag);
	exchange_header(ex, "Cache-Control", "private, no-store");
	exchange_json(ex, http, &b);
}

static enum status asked_id(struct exchange *ex, struct uuid *id)
{
	enum status st = exchange_query_only(ex, (const char *const[]){NULL});
	if (st == STATUS_OK && !uuid_parse(ex->params[0], id))
		return error_set(&ex->err, PROBLEM_NO_ENCONTRADO);
	return st;
}

/* ---- reading ---- */

enum status recurso_listar_suscripciones(struct exchange *ex, void *worker)
{
	static const char *const allowed[] = {"limite", "cursor", NULL};
	struct obrero *o = worker;
	struct uuid despues;
	struct suscripcion *s = NULL;
	size_t n = 0;
	int limite;
	enum status st = exchange_query_only(ex, allowed);
	if (st == STATUS_OK)
		st = solicitud_limite(ex, &limite);
	if (st == STATUS_OK)
		st = solicitud_cursor(ex, &despues);
	if (st == STATUS_OK)
		st = suscripciones_list(o->db, &ex->actor, &despues, limite + 1, ex->arena, &s, &n, &ex->err);
	if (st != STATUS_OK)
		return st;
	BUF_AUTO b;
	struct json_writer w;
	buf_init(&b, CUERPO_MAX);
	solicitud_lista_begin(&w, &b);
	for (size_t i = 0; i < n && i < (size_t)limite; i++)
		write_one(&w, &s[i], false, NULL);
	exchange_header(ex, "Cache-Control", "private, no-store");
	return solicitud_lista_end_uuid(ex, &w, &b, n > (size_t)limite ? &s[limite - 1].id : NULL, allowed);
}

/* No 304: how much waits changes without a version. The tag is for If-Match. */
enum status recurso_ver_suscripcion(struct exchange *ex, void *worker)
{
	struct obrero *o = worker;
	struct suscripcion s;
	struct uuid id;
	enum status st = asked_id(ex, &id);
	if (st == STATUS_OK)
		st = suscripciones_get(o->db, &ex->actor, &id, ex->arena, &s, &ex->err);
	if (st == STATUS_OK)
		answer(ex, 200, &s, NULL);
	return st;
}

/* ---- changing ---- */

enum status recurso_crear_suscripcion(struct exchange *ex, void *worker)
{
	struct suscripcion_pedida p;
	struct suscripcion s;
	char secreto[SECRETO_TEXTO_LEN], id[UUID_LEN];
	enum status st = exchange_query_only(ex, (const char *const[]){NULL});
	if (st == STATUS_OK)
		st = json_decode(&desc_nueva, ex->body, ex->body_len, &p, ex->arena, &ex->err);
	if (st == STATUS_OK)
		st = suscripcion_create(worker, &ex->actor, &p, ex->arena, secreto, &s, &ex->err);
	if (st != STATUS_OK)
		return st;
	uuid_format(&s.id, id);
	const char *lugar = arena_printf(ex->arena, "/v1/suscripciones/%s", id);
	if (lugar)
		exchange_header(ex, "Location", lugar);
	answer(ex, 201, &s, secreto);
	explicit_bzero(secreto, sizeof secreto);
	return STATUS_OK;
}

enum status recurso_cambiar_suscripcion(struct exchange *ex, void *worker)
{
	struct obrero *o = worker;
	struct suscripcion s;
	struct suscripcion_pedida actual = {0}, p;
	struct uuid id;
	int version;
	enum status st = asked_id(ex, &id);
	if (st == STATUS_OK)
		st = solicitud_version(ex, &version);
	if (st == STATUS_OK)
		st = suscripciones_get(o->db, &ex->actor, &id, ex->arena, &s, &ex->err);
	if (st != STATUS_OK)
		return st;
	actual.url = s.url;
	actual.descripcion = s.descripcion;
	actual.pausada = strcmp(s.estado, "pausada") == 0;
	actual.n_tipos = s.n_tipos;
	actual.tipos = ARENA_ARRAY(ex->arena, s.n_tipos + 1, const char *);
	for (size_t i = 0; actual.tipos && i < s.n_tipos; i++) {
		char tipo[EVENTO_TIPO_LEN];
		evento_tipo_publico(s.tipos[i], tipo);
		actual.tipos[i] = arena_strdup(ex->arena, tipo);
		if (!actual.tipos[i])
			return error_set(&ex->err, PROBLEM_SATURADO);
	}
	if (!actual.tipos)
		return error_set(&ex->err, PROBLEM_SATURADO);
	st = json_merge_patch(&desc_cambio, &actual, ex->body, ex->body_len, &p, ex->arena, &ex->err);
	if (st == STATUS_OK)
		st = suscripcion_change(o, &ex->actor, &id, version, &p, ex->arena, &s, &ex->err);
	if (st == STATUS_OK)
		answer(ex, 200, &s, NULL);
	return st;
}

enum status recurso_borrar_suscripcion(struct exchange *ex, void *worker)
{
	struct uuid id;
	int version;
	enum status st = asked_id(ex, &id);
	if (st == STATUS_OK)
		st = solicitud_version(ex, &version);
	if (st == STATUS_OK)
		st = suscripcion_end(worker, &ex->actor, &id, version, ex->arena, &ex->err);
	if (st == STATUS_OK)
		exchange_empty(ex, 204);
	return st;
}

enum status recurso_rotar_secreto(struct exchange *ex, void *worker)
{
	struct rotacion_pedida p;
	struct uuid id;
	char secreto[SECRETO_TEXTO_LEN];
	instante_t hasta = INSTANTE_NINGUNO;
	int version = 0;
	enum status st = asked_id(ex, &id);
	if (st == STATUS_OK)
		st = json_decode(&desc_rotacion, ex->body, ex->body_len, &p, ex->arena, &ex->err);
	if (st == STATUS_OK)
		st = suscripcion_rotate(worker, &ex->actor, &id, p.traslape_horas, ex->arena, secreto, &hasta, &version, &ex->err);
	if (st != STATUS_OK)
		return st;
	BUF_AUTO b;
	struct json_writer w;
	buf_init(&b, CUERPO_MAX);
	json_begin(&w, &b);
	json_object(&w, NULL);
	json_string(&w, "secreto", secreto);
	json_int(&w, "version", version);
	write_instant(&w, "secreto_anterior_hasta", hasta);
	json_object_end(&w);
	explicit_bzero(secreto, sizeof secreto);
	exchange_header(ex, "Cache-Control", "no-store");
	exchange_json(ex, 200, &b);
	return STATUS_OK;
}

enum status recurso_verificar_suscripcion(struct exchange *ex, void *worker)
{
	struct obrero *o = worker;
	struct suscripcion s;
	struct uuid id;
	enum status st = asked_id(ex, &id);
	if (st == STATUS_OK)
		st = suscripcion_challenge(o, &ex->actor, &id, ex->arena, &ex->err);
	if (st == STATUS_OK)
		st = suscripciones_get(o->db, &ex->actor, &id, ex->arena, &s, &ex->err);
	if (st == STATUS_OK)
		answer(ex, 202, &s, NULL);
	return st;
}
