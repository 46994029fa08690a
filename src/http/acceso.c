#include "http/acceso.h"

#include <string.h>

#include "domain/procedimiento.h"
#include "services/app.h"
#include "services/identidad.h"

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

bool acceso_conocido(void *app, const char *authorization, struct uuid *usuario)
{
	const struct app *a = app;
	return identidad_conocida(a->identidad, authorization, usuario);
}

enum status acceso_check(struct exchange *ex, void *worker)
{
	const struct ruta *r = ex->ruta;
	struct obrero *o = worker;
	db_wake(o->db);
	if (r->acceso == ACCESO_PUBLICO)
		return STATUS_OK;
	struct identidad id;
	enum status st = identidad_resolve(o->app->identidad, o->db, ex->authorization, ex->arena, &id, &ex->err);
	if (st != STATUS_OK)
		return st;
	ex->actor = id.actor;
	ex->clave_id = id.clave_id;
	if (r->roles && !(r->roles & ROL_BIT(id.actor.rol)))
		return error_set(&ex->err, PROBLEM_SIN_PERMISO, r->ambito ? r->ambito : r->operation);
	st = identidad_require_scope(&id, r->ambito, &ex->err);
	return st == STATUS_OK ? check_key(ex) : st;
}
