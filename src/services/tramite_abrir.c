/* Opening a file: the first act, and the only one that has no file before it. */
#include <string.h>

#include "codec/tipos.h"
#include "services/calendario.h"
#include "services/tramite_privado.h"
#include "store/directorio.h"

/* The organisation the file will belong to: the caller's own, or, for DGCP, the one on whose behalf it opens (an e-mail arrived). */
static enum status owner(struct obrero *o, struct tramite *t, const struct uuid *pedida, struct organizacion *org)
{
	bool propia = uuid_is_nil(pedida) || uuid_cmp(pedida, &t->who->organizacion) == 0;
	if (t->who->rol == ROL_DGCP && uuid_is_nil(pedida)) {
		error_add(t->err, "/organizacion", MENSAJE_REQUERIDO);
		return error_set(t->err, PROBLEM_CUERPO_INVALIDO);
	}
	if (t->who->rol != ROL_DGCP && !propia)
		return error_set(t->err, PROBLEM_NO_ENCONTRADO); /* another organisation's existence is not told */
	return directorio_organizacion(o->db, propia ? &t->who->organizacion : pedida, t->arena, org, t->err);
}

static enum status decide_open(struct obrero *o, const struct calendario *cal, const struct organizacion *org,
	const struct datos_expediente *datos, struct paso_tramite *p)
{
	struct tramite *t = p->t;
	if (org->cve_ent[0] == '\0') { /* the SRE itself files nothing */
		error_add(t->err, "/organizacion", MENSAJE_NO_CORRESPONDE);
		return error_set(t->err, PROBLEM_CUERPO_INVALIDO);
	}
	p->datos = ARENA_NEW(t->arena, struct acto_datos);
	struct datos_expediente *d = ARENA_NEW(t->arena, struct datos_expediente);
	if (!p->datos || !d)
		return error_set(t->err, PROBLEM_INTERNO);
	acto_datos_init(p->datos);
	datos_expediente_init(d);
	if (datos)
		*d = *datos;
	p->datos->expediente = d;
	p->datos->organizacion = org->id;
	p->datos->cve_ent = org->cve_ent;
	p->now = reloj_legal();
	struct entorno env = {.now = p->now, .calendario = cal, .reglas = &o->app->reglas, .organizacion_activa = org->activa};
	struct expediente nuevo;
	expediente_init(&nuevo, t->id);
	return decision_make(&nuevo, ACTO_ABRIR, p->datos, DIA_NINGUNO, t->who, &env, t->arena, &p->decision, t->err);
}

static enum status open_file(struct obrero *o, const struct calendario *cal, const struct uuid *pedida,
	const struct datos_expediente *datos, struct paso_tramite *p)
{
	struct tramite *t = p->t;
	struct organizacion org = {.cve_ent = ""};
	enum status st = owner(o, t, pedida, &org);
	if (st == STATUS_OK) {
		t->id = uuid_is_nil(&t->id) ? uuid_v7(reloj_now() / 1000) : t->id;
		st = decide_open(o, cal, &org, datos, p);
	}
	if (st != STATUS_OK)
		return st;
	t->archivo = archivo_get_locked(o->app->cache, &t->id);
	if (!t->archivo)
		return error_set(t->err, PROBLEM_INTERNO);
	st = tramite_compose(o, cal, p);
	if (st == STATUS_OK)
		st = expedientes_create(o->db, &p->aplicacion, t->err);
	tramite_release(o, t, st != STATUS_OK);
	return st == STATUS_RETRY ? error_set(t->err, PROBLEM_SATURADO) : st;
}

void tramite_open(struct obrero *o, struct tramite *t, const struct uuid *organizacion, const struct datos_expediente *datos)
{
	struct paso_tramite p = {.t = t};
	t->clase = TRAMITE_ACTO;
	t->acto = ACTO_ABRIR;
	t->fecha_legal = DIA_NINGUNO;
	tramites_remembered(o, &t, 1);
	if (!tramite_done(t)) {
		const struct calendario *cal = calendario_vivo_get(o->app->calendario);
		t->status = open_file(o, cal, organizacion, datos, &p);
		if (t->status == STATUS_CONFLICT && tramite_key_taken(o, t, t->err) && !tramite_done(t)) {
			p = (struct paso_tramite){.t = t};
			t->intentos++;
			t->status = open_file(o, cal, organizacion, datos, &p);
		}
		calendario_vivo_put(o->app->calendario, cal);
	}
	tramites_release_keys(&t, 1);
}
