/* What a decision needs besides the file: time, calendar, the person named, an earlier dictamen on the same text. */
#include "codec/tipos.h"
#include "services/tramite_privado.h"
#include "store/directorio.h"

void tramite_fail(struct tramite *t, enum status st, const struct error *group)
{
	t->status = error_set(t->err, group->problem ? group->problem : PROBLEM_INTERNO);
	if (st == STATUS_OK)
		t->status = STATUS_INTERNAL;
	t->err->interno = arena_strdup(t->arena, group->interno);
	for (size_t i = 0; i < sizeof t->err->sqlstate; i++)
		t->err->sqlstate[i] = group->sqlstate[i];
}

/* presentar and dictaminar: rule 2, over all files. */
static enum status look_for_instrument(struct obrero *o, const struct expediente *e, struct tramite *t, struct entorno *env)
{
	if (t->acto != ACTO_PRESENTAR && t->acto != ACTO_DICTAMINAR)
		return STATUS_OK;
	const struct documento *proyecto = expediente_documento(e, CLASE_DOCUMENTO_PROYECTO, 0);
	if (!proyecto || !proyecto->tiene_huella)
		return STATUS_OK;
	return expedientes_instrumento(
		o->db, &proyecto->huella, &e->id, t->who, t->arena, &env->instrumento_dictaminado, &env->instrumento_folio, t->err);
}

/* asignar: the person named, if there is one and is active. */
static enum status look_for_person(struct obrero *o, struct tramite *t, struct entorno *env)
{
	if (t->acto != ACTO_ASIGNAR || uuid_is_nil(&t->datos->responsable))
		return STATUS_OK;
	struct usuario persona;
	struct error nadie; /* an unknown person is the decision's matter, not a failure here */
	error_init(&nadie, t->arena);
	enum status st = directorio_usuario(o->db, &t->datos->responsable, t->arena, &persona, &nadie);
	if (st == STATUS_NOT_FOUND)
		return STATUS_OK;
	if (st != STATUS_OK)
		return error_set(t->err, nadie.problem);
	struct actor *a = ARENA_NEW(t->arena, struct actor);
	if (!a)
		return error_set(t->err, PROBLEM_INTERNO);
	*a = (struct actor){.usuario = persona.id, .organizacion = persona.organizacion, .rol = persona.rol, .cve_ent = persona.cve_ent};
	env->responsable = persona.activo && persona.organizacion_activa ? a : NULL;
	return STATUS_OK;
}

static enum status decide_act(struct obrero *o, const struct expediente *e, struct paso_tramite *p, struct entorno *env)
{
	struct tramite *t = p->t;
	p->datos = t->datos;
	enum status st = look_for_instrument(o, e, t, env);
	if (st == STATUS_OK)
		st = look_for_person(o, t, env);
	env->anclas = t->anclas;
	env->n_anclas = t->n_anclas;
	env->pasajes = t->pasajes;
	if (st == STATUS_OK)
		st = decision_make(e, t->acto, t->datos, t->fecha_legal, t->who, env, t->arena, &p->decision, t->err);
	return st;
}

static enum status decide_change(const struct expediente *e, struct paso_tramite *p, const struct entorno *env)
{
	struct tramite *t = p->t;
	p->datos->expediente = ARENA_NEW(t->arena, struct datos_expediente);
	if (!p->datos->expediente)
		return error_set(t->err, PROBLEM_INTERNO);
	enum status st =
		json_merge_patch(&desc_datos_expediente, &e->datos, t->parche, t->parche_len, p->datos->expediente, t->arena, t->err);
	if (st == STATUS_OK)
		st = decision_modificar(e, p->datos->expediente, t->who, env, t->arena, &p->decision, t->err);
	return st;
}

static enum status decide_document(const struct expediente *e, struct paso_tramite *p, const struct entorno *env)
{
	struct tramite *t = p->t;
	p->datos->documento = t->documento;
	return decision_documento(e, t->documento, t->who, env, t->arena, &p->decision, t->err);
}

enum status tramite_decide(struct obrero *o, const struct calendario *cal, struct paso_tramite *p)
{
	struct tramite *t = p->t;
	const struct expediente *e = archivo_expediente(t->archivo);
	p->now = reloj_legal();
	if (p->now < e->actualizado_en) /* a clock set back must not turn the journal's order around */
		p->now = e->actualizado_en;
	struct entorno env = {.now = p->now,
		.calendario = cal,
		.reglas = &o->app->reglas,
		.organizacion_activa = true,
		.documentos_max = o->app->config->documentos_por_clase};
	if (t->clase != TRAMITE_ACTO) {
		p->datos = ARENA_NEW(t->arena, struct acto_datos);
		if (!p->datos)
			return error_set(t->err, PROBLEM_INTERNO);
		acto_datos_init(p->datos);
	}
	switch (t->clase) {
	case TRAMITE_ACTO:
		return decide_act(o, e, p, &env);
	case TRAMITE_MODIFICAR:
		t->acto = ACTO_MODIFICAR_DATOS;
		return decide_change(e, p, &env);
	case TRAMITE_DOCUMENTO:
		t->acto = ACTO_INCORPORAR_DOCUMENTO;
		return decide_document(e, p, &env);
	case TRAMITE_RECOMPUTAR:
		t->acto = ACTO_RECOMPUTAR_PLAZOS;
		return decision_recomputar(e, &env, t->arena, &p->decision, t->err);
	}
	return error_set(t->err, PROBLEM_INTERNO);
}
