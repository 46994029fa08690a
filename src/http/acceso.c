#include "http/acceso.h"

#include <string.h>

#include "base/modo.h"
#include "domain/procedimiento.h"
#include "services/app.h"
#include "services/delegacion.h"
#include "services/ensayo.h"
#include "services/identidad.h"
#include "services/seguridad.h"

#define IDEMPOTENCIA_MAX 255

bool acceso_idempotencia_valida(const char *clave)
{
	size_t n = 0;
	for (; clave[n]; n++)
		if (n == IDEMPOTENCIA_MAX || clave[n] < 0x21 || clave[n] > 0x7E)
			return false;
	return n > 0;
}

static enum status check_key(struct exchange *ex)
{
	if (ex->ruta->metodo != METODO_POST || !ex->ruta->idempotente)
		return STATUS_OK;
	if (ex->idempotency_key)
		return acceso_idempotencia_valida(ex->idempotency_key) ? STATUS_OK : error_set(&ex->err, PROBLEM_IDEMPOTENCIA_INVALIDA);
	return ex->actor.maquina ? error_set(&ex->err, PROBLEM_FALTA_IDEMPOTENCIA) : STATUS_OK;
}

bool acceso_conocido(void *app, const struct exchange *ex, struct uuid *titular)
{
	const struct app *a = app;
	const struct credencial k = {.authorization = ex->authorization, .cookie = ex->cookie, .certificado = ex->client_cert};
	return identidad_conocida(a->identidad, &k, titular);
}

enum status acceso_identidad(struct exchange *ex, struct obrero *o, struct identidad *out)
{
	const struct credencial k = {.authorization = ex->authorization,
		.cookie = ex->cookie,
		.csrf = ex->csrf,
		.cambia = ex->ruta->metodo != METODO_GET,
		.certificado = ex->client_cert};
	return identidad_resolve(o->app->identidad, o->db, &k, ex->arena, out, &ex->err);
}

/* The first use of the day from this subscriber's address of a key, or of the tokens of somebody whom another issuer vouches for; a session has none. */
static void note_use(const struct exchange *ex, struct seguridad *s)
{
	const struct direccion abonado = direccion_abonado(ex->cliente);
	const instante_t now = reloj_now();
	char text[DIRECCION_TEXTO_LEN];
	const bool clave = !uuid_is_nil(&ex->clave_id);
	const struct uuid *de = clave ? &ex->clave_id : &ex->actor.usuario;
	if (!uuid_is_nil(&ex->sesion_id) || !seguridad_key_unseen(s, de, abonado.b, now))
		return;
	direccion_format(&abonado, text);
	seguridad_note_key(s, &ex->actor, clave ? "clave" : "usuario", de, text, now);
}

/* A liaison's actor depends on what was delegated to it, and on whether it says for whom it acts. */
static enum status apply_delegation(struct exchange *ex, struct obrero *o)
{
	struct uuid por = {{0}};
	if (ex->actuar_por && (!uuid_parse(ex->actuar_por, &por) || uuid_is_nil(&por)))
		return exchange_param_error(ex, "Actuar-Por", MENSAJE_FORMATO, "UUID");
	if (ex->actor.rol == ROL_ENLACE_ESTATAL)
		exchange_header(ex, "Vary", "Actuar-Por");
	return delegacion_apply(o->app->delegaciones, o->db, &por, ex->arena, &ex->actor, &ex->err);
}

/* The person as such, for whomever it acts. */
static struct actor own_actor(const struct exchange *ex)
{
	struct actor who = ex->actor;
	if (!uuid_is_nil(&who.delegacion)) {
		who.rol = ROL_ENLACE_ESTATAL;
		who.organizacion = who.enlace;
	}
	return who;
}

/* What was asked for: of a stranger only the route, so that invented addresses are one and the same refusal. */
static const char *asked(const struct exchange *ex, bool conocido)
{
	const char *s = arena_printf(ex->arena, "%s %s", exchange_metodo(ex), conocido ? ex->path : ex->ruta->patron);
	return s ? s : ex->ruta->operation;
}

void acceso_terminada(const struct exchange *ex)
{
	const struct app *app = ex->app;
	const int http = ex->respuesta.http;
	const bool denied = http == 401 || http == 403, conocido = !uuid_is_nil(&ex->actor.usuario);
	const bool taken = conocido && ex->ruta->exportacion && !ex->cabeza && (http == 200 || http == 206);
	if (!denied && !taken)
		return;
	const struct actor who = own_actor(ex);
	const char *slug = denied && ex->err.problem != PROBLEM_NONE ? problem_info(ex->err.problem)->slug : NULL;
	seguridad_note(app->seguridad,
		&(struct seguridad_suceso){.tipo = denied ? SEGURIDAD_DENEGACION : SEGURIDAD_EXPORTACION,
			.quien = conocido ? &who : NULL,
			.direccion = exchange_direccion(ex),
			.objeto = asked(ex, conocido),
			.datos = arena_printf(ex->arena, "{\"operacion\":\"%s\"%s%s%s}", ex->ruta->operation,
				slug ? ",\"problema\":\"" : "", slug ? slug : "", slug ? "\"" : "")});
}

enum status acceso_check(struct exchange *ex, void *worker)
{
	const struct ruta *r = ex->ruta;
	struct obrero *o = worker;
	db_wake(o->db);
	if (modo_ensayo() && ensayo_check(o, &ex->err) != STATUS_OK) /* what another instance's clock was moved to */
		return error_status(&ex->err);
	if (r->acceso == ACCESO_PUBLICO)
		return STATUS_OK;
	struct identidad id;
	enum status st = acceso_identidad(ex, o, &id);
	if (ex->err.problem == PROBLEM_CERTIFICADO_NECESARIO)
		ex->actor = id.actor; /* for the journal, which tells whose key was tried: nothing runs after this */
	if (st != STATUS_OK)
		return st;
	ex->actor = id.actor;
	ex->clave_id = id.clave_id;
	ex->sesion_id = id.sesion_id;
	ex->elevada_en = id.elevada_en;
	if (!uuid_is_nil(&id.sesion_id))
		exchange_header(ex, "Vary", "Cookie");
	if (r->acceso == ACCESO_SESION && uuid_is_nil(&id.sesion_id))
		return error_set(&ex->err, PROBLEM_SESION_NECESARIA);
	note_use(ex, o->app->seguridad);
	st = apply_delegation(ex, o);
	if (st != STATUS_OK)
		return st;
	id.actor = ex->actor;
	if (r->roles && !(r->roles & ROL_BIT(id.actor.rol)))
		return error_set(&ex->err, PROBLEM_SIN_PERMISO, r->ambito ? r->ambito : r->operation);
	if (r->por_si && !uuid_is_nil(&ex->actor.delegacion))
		return error_set(&ex->err, PROBLEM_SIN_PERMISO, r->ambito);
	st = identidad_require_scope(&id, r->ambito, &ex->err);
	return st == STATUS_OK ? check_key(ex) : st;
}
