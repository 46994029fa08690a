/* Sessions: signing in and out, what is open, confirming who one is. */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "codec/json.h"
#include "http/acceso.h"
#include "http/recursos.h"
#include "http/sesion.h"
#include "services/cuentas.h"
#include "services/directorio.h"
#include "services/identidad.h"
#include "services/seguridad.h"

#define CUERPO_MAX ((size_t)64 * 1024)
#define EQUIPO_S "15552000" /* 180 days, as cuentas/limpiar.sql forgets it */
#define COOKIE_ATRIBUTOS "; Path=/; Secure; HttpOnly; SameSite=Strict"

static const char *const sin_parametros[] = {NULL};

/* ---- what the handlers of accounts share (http/sesion.h) ---- */

enum status sesion_propia(struct exchange *ex)
{
	if (ex->sec_fetch_site && strcasecmp(ex->sec_fetch_site, "same-origin") != 0 && strcasecmp(ex->sec_fetch_site, "none") != 0)
		return error_set(&ex->err, PROBLEM_ORIGEN_AJENO);
	return STATUS_OK;
}

enum status sesion_elevada(struct exchange *ex, const struct obrero *o)
{
	char minutos[16];
	if (reloj_now() - ex->elevada_en < (instante_t)o->app->config->sesion_elevada * 60 * 1000000)
		return STATUS_OK;
	snprintf(minutos, sizeof minutos, "%d", o->app->config->sesion_elevada);
	return error_set(&ex->err, PROBLEM_ELEVACION_NECESARIA, minutos);
}

void sesion_origen(struct exchange *ex, struct sesion_origen_http *out)
{
	out->abonado = direccion_abonado(ex->cliente);
	direccion_format(&ex->cliente, out->texto);
	out->de =
		(struct sesion_origen){.abonado = out->abonado.b, .direccion = out->texto, .agente = ex->user_agent, .cookie = ex->cookie};
}

void sesion_anotar(const struct exchange *ex, enum seguridad_tipo tipo, const struct actor *quien, const char *como)
{
	const struct app *app = ex->app;
	char id[UUID_LEN];
	if (quien)
		uuid_format(&quien->usuario, id);
	seguridad_note(app->seguridad,
		&(struct seguridad_suceso){.tipo = tipo,
			.quien = quien,
			.direccion = exchange_direccion(ex),
			.objeto = quien ? arena_printf(ex->arena, "usuario/%s", id) : ex->ruta->operation,
			.datos = como ? arena_printf(ex->arena, "{\"metodo\":\"%s\"}", como) : NULL});
}

void sesion_anotar_de(struct exchange *ex, struct obrero *o, enum seguridad_tipo tipo, const struct uuid *usuario, const char *como)
{
	struct actor quien = {.usuario = *usuario, .cve_ent = ""};
	struct usuario u;
	struct error err;
	error_init(&err, ex->arena);
	if (directorio_usuario(o->db, &quien.usuario, ex->arena, &u, &err) == STATUS_OK) {
		quien.organizacion = u.organizacion;
		quien.rol = u.rol;
	}
	sesion_anotar(ex, tipo, &quien, como);
}

enum status sesion_fallo(struct exchange *ex, enum status st, int espera_s)
{
	char texto[16];
	if (espera_s > 0) {
		snprintf(texto, sizeof texto, "%d", espera_s);
		exchange_header(ex, "Retry-After", texto);
	}
	/* The scheme in which one signs in here is a page's, not one of HTTP's. */
	const bool negada = ex->err.problem == PROBLEM_CREDENCIALES_INCORRECTAS || ex->err.problem == PROBLEM_SEGUNDO_FACTOR;
	if (negada)
		exchange_header(ex, "WWW-Authenticate", "Bearer");
	if (negada || ex->err.problem == PROBLEM_DEMASIADOS_INTENTOS)
		sesion_anotar(ex, SEGURIDAD_INGRESO_FALLIDO, NULL, problem_info(ex->err.problem)->slug);
	return st;
}

void sesion_cookies(struct exchange *ex, struct obrero *o, const struct sesion_nueva *s)
{
	sesion_anotar_de(ex, o, SEGURIDAD_INGRESO, &s->fila.usuario, s->fila.metodo);
	const char *c = arena_printf(ex->arena, SESION_COOKIE "=%s" COOKIE_ATRIBUTOS, s->cookie);
	if (c)
		exchange_header(ex, "Set-Cookie", c);
	c = *s->equipo ? arena_printf(ex->arena, EQUIPO_COOKIE "=%s; Max-Age=" EQUIPO_S COOKIE_ATRIBUTOS, s->equipo) : NULL;
	if (c)
		exchange_header(ex, "Set-Cookie", c);
	exchange_header(ex, "Cache-Control", "no-store");
}

void sesion_borrar_cookie(struct exchange *ex)
{
	exchange_header(ex, "Set-Cookie", SESION_COOKIE "=; Max-Age=0" COOKIE_ATRIBUTOS);
	exchange_header(ex, "Cache-Control", "no-store");
}

static void write_session(struct json_writer *w, const char *key, const struct sesion_fila *s, bool actual)
{
	json_object(w, key);
	json_uuid(w, "id", &s->id);
	json_string(w, "metodo", s->metodo);
	json_instante(w, "creada_en", s->creada_en);
	json_instante(w, "vista_en", s->vista_en);
	json_instante(w, "elevada_en", s->elevada_en);
	json_instante(w, "vence_en", s->vence_en);
	json_string(w, "direccion", s->direccion);
	json_string(w, "agente", s->agente);
	json_bool(w, "actual", actual);
	json_object_end(w);
}

/* ---- signing in ---- */

#define AT(m) offsetof(struct cuenta_peticion, m)
#define SECRETO(n, m, req) \
	{ \
		.name = n, .kind = JSON_KIND_STRING, .offset = AT(m), .flags = req, .min = 1, .max = 1024 \
	}
static const struct json_field entrada_fields[] = {
	SECRETO("codigo", codigo, 0),
	SECRETO("contrasena", contrasena, JSON_REQUIRED),
	SECRETO("identificador", identificador, JSON_REQUIRED),
	SECRETO("recuperacion", recuperacion, 0),
};
static const struct json_desc desc_entrada = {.name = "entrada",
	.size = sizeof(struct cuenta_peticion),
	.fields = entrada_fields,
	.n_fields = sizeof entrada_fields / sizeof *entrada_fields};

static const struct json_field elevar_fields[] = {
	SECRETO("codigo", codigo, 0),
	SECRETO("contrasena", contrasena, JSON_REQUIRED),
	SECRETO("recuperacion", recuperacion, 0),
};
static const struct json_desc desc_elevar = {.name = "elevar",
	.size = sizeof(struct cuenta_peticion),
	.fields = elevar_fields,
	.n_fields = sizeof elevar_fields / sizeof *elevar_fields};

static void answer_new(struct exchange *ex, struct obrero *o, int http, const struct sesion_nueva *s)
{
	struct json_writer w;
	BUF_AUTO b;
	buf_init(&b, CUERPO_MAX);
	json_begin(&w, &b);
	json_object(&w, NULL);
	json_uuid(&w, "sesion", &s->fila.id);
	json_uuid(&w, "usuario", &s->fila.usuario);
	json_string(&w, "metodo", s->fila.metodo);
	json_string(&w, "csrf", s->csrf);
	json_object_end(&w);
	sesion_cookies(ex, o, s);
	exchange_json(ex, http, &b);
}

enum status recurso_iniciar_sesion(struct exchange *ex, void *worker)
{
	struct obrero *o = worker;
	struct cuenta_peticion p;
	struct sesion_origen_http de;
	struct sesion_nueva s;
	int espera_s = 0;
	enum status st = exchange_query_only(ex, sin_parametros);
	if (st == STATUS_OK)
		st = sesion_propia(ex);
	if (st == STATUS_OK)
		st = json_decode(&desc_entrada, ex->body, ex->body_len, &p, ex->arena, &ex->err);
	if (st != STATUS_OK)
		return st;
	sesion_origen(ex, &de);
	st = cuentas_entrar(o, &p, &de.de, ex->arena, &s, &espera_s, &ex->err);
	if (st != STATUS_OK)
		return sesion_fallo(ex, st, espera_s);
	exchange_header(ex, "Location", "/v1/sesiones/actual");
	answer_new(ex, o, 201, &s);
	return STATUS_OK;
}

enum status recurso_elevar_sesion(struct exchange *ex, void *worker)
{
	struct obrero *o = worker;
	struct cuenta_peticion p;
	struct sesion_origen_http de;
	struct sesion_nueva s;
	int espera_s = 0;
	enum status st = exchange_query_only(ex, sin_parametros);
	if (st == STATUS_OK)
		st = json_decode(&desc_elevar, ex->body, ex->body_len, &p, ex->arena, &ex->err);
	if (st != STATUS_OK)
		return st;
	sesion_origen(ex, &de);
	st = cuentas_elevar(o, &ex->sesion_id, &ex->actor.usuario, &p, &de.de, ex->arena, &s, &espera_s, &ex->err);
	if (st != STATUS_OK)
		return sesion_fallo(ex, st, espera_s);
	answer_new(ex, o, 200, &s);
	return STATUS_OK;
}

/* ---- what is open ---- */

static enum status open_sessions(struct exchange *ex, struct obrero *o, struct sesion_fila **filas, size_t *n)
{
	const instante_t now = reloj_now();
	return sesiones_lista(o->db, &ex->actor.usuario, &ex->sesion_id, now - (instante_t)o->app->config->sesion_ociosa * 60 * 1000000,
		now, ex->arena, filas, n, &ex->err);
}

enum status recurso_listar_sesiones(struct exchange *ex, void *worker)
{
	struct obrero *o = worker;
	struct sesion_fila *filas = NULL;
	size_t n = 0;
	struct json_writer w;
	BUF_AUTO b;
	buf_init(&b, CUERPO_MAX);
	enum status st = exchange_query_only(ex, sin_parametros);
	if (st == STATUS_OK)
		st = open_sessions(ex, o, &filas, &n);
	if (st != STATUS_OK)
		return st;
	json_begin(&w, &b);
	json_object(&w, NULL);
	json_array(&w, "datos");
	for (size_t i = 0; i < n; i++)
		write_session(&w, NULL, &filas[i], uuid_cmp(&filas[i].id, &ex->sesion_id) == 0);
	json_array_end(&w);
	json_object_end(&w);
	exchange_header(ex, "Cache-Control", "no-store");
	exchange_json(ex, 200, &b);
	return STATUS_OK;
}

enum status recurso_ver_sesion(struct exchange *ex, void *worker)
{
	struct obrero *o = worker;
	struct sesion_fila *filas = NULL;
	size_t n = 0, i = 0;
	char csrf[OPACO_DERIVADO];
	struct cuenta_estado cuenta;
	struct json_writer w;
	BUF_AUTO b;
	buf_init(&b, CUERPO_MAX);
	enum status st = exchange_query_only(ex, sin_parametros);
	if (st == STATUS_OK)
		st = open_sessions(ex, o, &filas, &n);
	if (st == STATUS_OK)
		st = cuentas_estado(o, &ex->actor.usuario, ex->arena, &cuenta, &ex->err);
	if (st != STATUS_OK)
		return st;
	while (i < n && uuid_cmp(&filas[i].id, &ex->sesion_id) != 0)
		i++;
	if (i == n || !sesion_csrf(ex->cookie, csrf))
		return error_set(&ex->err, PROBLEM_CREDENCIAL_INVALIDA);
	json_begin(&w, &b);
	json_object(&w, NULL);
	write_session(&w, "sesion", &filas[i], true);
	json_string(&w, "csrf", csrf);
	json_object(&w, "cuenta");
	json_bool(&w, "contrasena", cuenta.contrasena);
	json_bool(&w, "segundo_factor", cuenta.segundo_factor);
	json_object_end(&w);
	json_object_end(&w);
	exchange_header(ex, "Cache-Control", "no-store");
	exchange_json(ex, 200, &b);
	return STATUS_OK;
}

/* ---- ending ---- */

static enum status end_session(struct exchange *ex, struct obrero *o, const struct uuid *id)
{
	enum status st = sesiones_cerrar(o->db, id, &ex->actor.usuario, reloj_now(), &ex->err);
	if (st != STATUS_OK)
		return st;
	identidad_forget(o->app->identidad, id, &ex->actor.usuario);
	sesion_anotar(ex, SEGURIDAD_SALIDA, &ex->actor, NULL);
	if (uuid_cmp(id, &ex->sesion_id) == 0)
		sesion_borrar_cookie(ex);
	exchange_empty(ex, 204);
	return STATUS_OK;
}

enum status recurso_salir(struct exchange *ex, void *worker)
{
	enum status st = exchange_query_only(ex, sin_parametros);
	return st == STATUS_OK ? end_session(ex, worker, &ex->sesion_id) : st;
}

enum status recurso_cerrar_sesion(struct exchange *ex, void *worker)
{
	struct uuid id;
	enum status st = exchange_query_only(ex, sin_parametros);
	if (st == STATUS_OK && !uuid_parse(ex->params[0], &id))
		st = error_set(&ex->err, PROBLEM_NO_ENCONTRADO);
	return st == STATUS_OK ? end_session(ex, worker, &id) : st;
}
