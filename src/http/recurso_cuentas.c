/* One's own password and second factor; invitations; links that came by mail. */
#include <string.h>

#include "codec/json.h"
#include "emision/qr.h"
#include "http/recursos.h"
#include "http/sesion.h"
#include "http/solicitud.h"
#include "services/identidad.h"

#define CUERPO_MAX ((size_t)64 * 1024)

static const char *const sin_parametros[] = {NULL};

struct peticion_cuenta {
	const char *enlace, *contrasena, *nueva, *codigo, *identificador;
};
#define TEXTO(n, m) \
	{ \
		.name = n, .kind = JSON_KIND_STRING, .offset = offsetof(struct peticion_cuenta, m), .flags = JSON_REQUIRED, .min = 1, \
		.max = 1024 \
	}
#define DESC(nombre, ...) \
	static const struct json_field nombre##_fields[] = {__VA_ARGS__}; \
	static const struct json_desc desc_##nombre = {.name = #nombre, \
		.size = sizeof(struct peticion_cuenta), \
		.fields = nombre##_fields, \
		.n_fields = sizeof nombre##_fields / sizeof *nombre##_fields}

DESC(cambio, TEXTO("nueva", nueva));
DESC(fijar, TEXTO("contrasena", contrasena), TEXTO("enlace", enlace));
DESC(codigo, TEXTO("codigo", codigo));
DESC(restablecer, TEXTO("identificador", identificador));

static enum status read_body(struct exchange *ex, const struct json_desc *d, struct peticion_cuenta *p)
{
	enum status st = exchange_query_only(ex, sin_parametros);
	return st == STATUS_OK ? json_decode(d, ex->body, ex->body_len, p, ex->arena, &ex->err) : st;
}

static enum status done(struct exchange *ex, enum status st, int http)
{
	if (st == STATUS_OK) {
		exchange_header(ex, "Cache-Control", "no-store");
		exchange_empty(ex, http);
	}
	return st;
}

/* ---- password ---- */

enum status recurso_cambiar_contrasena(struct exchange *ex, void *worker)
{
	struct obrero *o = worker;
	struct peticion_cuenta p;
	enum status st = sesion_elevada(ex, o);
	if (st == STATUS_OK)
		st = read_body(ex, &desc_cambio, &p);
	if (st == STATUS_OK)
		st = cuentas_cambiar(o, &ex->sesion_id, &ex->actor.usuario, p.nueva, ex->arena, &ex->err);
	if (st == STATUS_OK)
		sesion_anotar(ex, SEGURIDAD_CREDENCIAL, &ex->actor, "contrasena");
	return done(ex, st, 204);
}

enum status recurso_fijar_contrasena(struct exchange *ex, void *worker)
{
	struct obrero *o = worker;
	struct peticion_cuenta p;
	struct uuid quien;
	enum status st = sesion_propia(ex);
	if (st == STATUS_OK)
		st = read_body(ex, &desc_fijar, &p);
	if (st == STATUS_OK)
		st = cuentas_fijar(o, p.enlace, p.contrasena, ex->arena, &quien, &ex->err);
	if (st == STATUS_OK)
		sesion_anotar_de(ex, o, SEGURIDAD_CREDENCIAL, &quien, "enlace");
	return done(ex, st, 204);
}

enum status recurso_restablecer_contrasena(struct exchange *ex, void *worker)
{
	struct obrero *o = worker;
	struct peticion_cuenta p;
	enum status st = sesion_propia(ex);
	if (st == STATUS_OK)
		st = read_body(ex, &desc_restablecer, &p);
	if (st == STATUS_OK)
		st = cuentas_restablecer(o, p.identificador, &ex->err);
	return done(ex, st, 202);
}

enum status recurso_invitar_usuario(struct exchange *ex, void *worker)
{
	struct obrero *o = worker;
	struct uuid id;
	struct idempotencia idem = {.clave = ex->idempotency_key};
	bool repetida = false;
	enum status st = exchange_query_only(ex, sin_parametros);
	if (st == STATUS_OK && !uuid_parse(ex->params[0], &id))
		st = error_set(&ex->err, PROBLEM_NO_ENCONTRADO);
	if (st == STATUS_OK && !cuentas_envia_correo(o->app->config))
		st = error_set(&ex->err, PROBLEM_SIN_CORREO);
	solicitud_huella(ex, &idem.huella);
	if (st == STATUS_OK)
		st = cuentas_invitar_una_vez(o, &ex->actor.usuario, &id, &idem, ex->arena, &repetida, &ex->err);
	if (repetida)
		exchange_header(ex, "Idempotency-Replayed", "true");
	return done(ex, st, 202);
}

/* ---- second factor ---- */

enum status recurso_empezar_segundo_factor(struct exchange *ex, void *worker)
{
	struct obrero *o = worker;
	char base32[TOTP_BASE32];
	const char *uri = "";
	int lado = 0;
	struct json_writer w;
	BUF_AUTO b, trazo;
	buf_init(&b, CUERPO_MAX);
	buf_init(&trazo, CUERPO_MAX);
	enum status st = exchange_query_only(ex, sin_parametros);
	if (st == STATUS_OK)
		st = sesion_elevada(ex, o);
	if (st == STATUS_OK)
		st = cuentas_factor_empezar(o, &ex->actor.usuario, base32, &uri, ex->arena, &ex->err);
	if (st == STATUS_OK && !qr_trazo(uri, &lado, &trazo))
		st = error_set(&ex->err, PROBLEM_INTERNO);
	if (st != STATUS_OK)
		return st;
	json_begin(&w, &b);
	json_object(&w, NULL);
	json_string(&w, "secreto", base32);
	json_string(&w, "uri", uri);
	json_object(&w, "qr");
	json_int(&w, "lado", lado);
	json_string(&w, "trazo", buf_str(&trazo));
	json_object_end(&w);
	json_object_end(&w);
	exchange_header(ex, "Cache-Control", "no-store");
	exchange_json(ex, 200, &b);
	return STATUS_OK;
}

enum status recurso_confirmar_segundo_factor(struct exchange *ex, void *worker)
{
	struct obrero *o = worker;
	struct peticion_cuenta p;
	char codigos[RECUPERACION_CODIGOS][RECUPERACION_LEN];
	struct json_writer w;
	BUF_AUTO b;
	buf_init(&b, CUERPO_MAX);
	enum status st = sesion_elevada(ex, o);
	if (st == STATUS_OK)
		st = read_body(ex, &desc_codigo, &p);
	if (st == STATUS_OK)
		st = cuentas_factor_confirmar(o, &ex->actor.usuario, p.codigo, codigos, ex->arena, &ex->err);
	if (st != STATUS_OK)
		return st;
	json_begin(&w, &b);
	json_object(&w, NULL);
	sesion_anotar(ex, SEGURIDAD_CREDENCIAL, &ex->actor, "segundo_factor");
	json_array(&w, "recuperacion");
	for (int i = 0; i < RECUPERACION_CODIGOS; i++)
		json_string(&w, NULL, codigos[i]);
	json_array_end(&w);
	json_object_end(&w);
	explicit_bzero(codigos, sizeof codigos);
	exchange_header(ex, "Cache-Control", "no-store");
	exchange_json(ex, 200, &b);
	return STATUS_OK;
}

enum status recurso_quitar_segundo_factor(struct exchange *ex, void *worker)
{
	struct obrero *o = worker;
	enum status st = exchange_query_only(ex, sin_parametros);
	if (st == STATUS_OK)
		st = sesion_elevada(ex, o);
	if (st == STATUS_OK)
		st = cuentas_factor_quitar(o, &ex->actor.usuario, &ex->err);
	if (st == STATUS_OK)
		sesion_anotar(ex, SEGURIDAD_CREDENCIAL, &ex->actor, "sin_segundo_factor");
	return done(ex, st, 204);
}

enum status recurso_retirar_segundo_factor(struct exchange *ex, void *worker)
{
	struct obrero *o = worker;
	struct uuid id;
	const struct gestion g = {.quien = &ex->actor, .direccion = exchange_direccion(ex)};
	enum status st = exchange_query_only(ex, sin_parametros);
	if (st == STATUS_OK && !uuid_parse(ex->params[0], &id))
		st = error_set(&ex->err, PROBLEM_NO_ENCONTRADO);
	if (st == STATUS_OK && uuid_cmp(&id, &ex->actor.usuario) == 0)
		st = sesion_elevada(ex, o);
	if (st == STATUS_OK)
		st = cuentas_factor_retirar(o->db, &g, &id, ex->arena, &ex->err);
	if (st == STATUS_OK)
		identidad_forget(o->app->identidad, &(struct uuid){{0}}, &id);
	return done(ex, st, 204);
}
