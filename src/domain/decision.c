/* Judging: the legal acts by the table, the journal entries by theirs. */
#include "domain/juicio.h"

#define N_ELEMENTOS(a) (sizeof(a) / sizeof *(a))
#define CLASE_BIT(c) (1u << CLASE_DOCUMENTO_##c)

/* ---- refusals that name others ----------------------------------------------------------------------------------------------------- */

/* "a, b"; NULL when the arena is full, which reads as nothing. */
static const char *join(struct arena *a, const char *so_far, const char *next)
{
	return so_far ? arena_printf(a, "%s, %s", so_far, next) : next;
}

/* What this role may do from here, as far as the table tells. */
static enum status refuse_act(const struct expediente *e, enum acto_tipo acto, const struct actor *who, struct arena *a, struct error *err)
{
	const char *possible = NULL;
	for (int other = ACTO_ABRIR; other < ACTO_COUNT; other++) {
		const struct transicion *t = transicion_find((enum acto_tipo)other, e);
		if (t && (t->roles & ROL_BIT(who->rol)))
			possible = join(a, possible, vocabulario_slug(&vocabulario_acto, other));
	}
	return error_set(err, PROBLEM_ACTO_NO_PROCEDE, vocabulario_titulo(&vocabulario_acto, (int)acto),
		vocabulario_titulo(&vocabulario_estado, (int)e->estado), possible ? possible : "-");
}

static enum status refuse_role(const char *what, unsigned roles, struct arena *a, struct error *err)
{
	const char *who = NULL;
	for (int rol = ROL_NINGUNO; rol < ROL_COUNT; rol++) {
		if (roles & ROL_BIT(rol))
			who = join(a, who, vocabulario_titulo(&vocabulario_rol, rol));
	}
	return error_set(err, PROBLEM_ROL_NO_FACULTADO, what, who ? who : "-");
}

/* ---- what a decision rests on ------------------------------------------------------------------------------------------------------ */

#define CLASES_REGISTRO (CLASE_BIT(COPIA_FIRMADA) | CLASE_BIT(INSTRUMENTO_MODIFICATORIO) | CLASE_BIT(VERSION_PUBLICA))

/* The latest document of each class counts; of annexes, all. */
static const struct {
	enum acto_tipo acto;
	unsigned clases;
	bool huella; /* the act speaks of the draft's text */
	bool ronda;  /* only what came since the registry was observed */
} sustento[] = {
	{ACTO_PRESENTAR, CLASE_BIT(SOLICITUD) | CLASE_BIT(PROYECTO) | CLASE_BIT(ANEXO), true, false},
	{ACTO_DESAHOGAR, CLASE_BIT(SOLICITUD) | CLASE_BIT(PROYECTO) | CLASE_BIT(ANEXO), true, false},
	{ACTO_ATENDER, CLASE_BIT(PROYECTO), true, false},
	{ACTO_DICTAMINAR, CLASE_BIT(PROYECTO) | CLASE_BIT(PROYECTO_DICTAMEN), true, false},
	{ACTO_REMITIR_COPIA, CLASE_BIT(COPIA_FIRMADA) | CLASE_BIT(VERSION_PUBLICA), false, false},
	{ACTO_SOLICITAR_REGISTRO, CLASE_BIT(COPIA_FIRMADA) | CLASE_BIT(VERSION_PUBLICA), false, false},
	{ACTO_SUBSANAR_REGISTRO, CLASES_REGISTRO, false, true},
	{ACTO_INSCRIBIR, CLASES_REGISTRO, false, false},
};

static bool rests_on(const struct expediente *e, const struct documento *doc, unsigned clases, int after)
{
	return (clases & (1u << doc->clase)) && doc->n > after &&
		(doc->clase == CLASE_DOCUMENTO_ANEXO || doc == expediente_documento(e, doc->clase, 0));
}

static bool add_documentos(const struct expediente *e, unsigned clases, int after, struct efectos *f, struct arena *a)
{
	f->documentos = ARENA_ARRAY(a, e->n_documentos, struct uuid);
	f->documentos_sha = ARENA_ARRAY(a, e->n_documentos, struct sha256);
	if (!f->documentos || !f->documentos_sha)
		return false;
	for (size_t i = 0; i < e->n_documentos; i++) {
		if (!rests_on(e, &e->documentos[i], clases, after))
			continue;
		f->documentos[f->n_documentos] = e->documentos[i].id;
		f->documentos_sha[f->n_documentos++] = e->documentos[i].sha256;
	}
	return true;
}

static bool fill_efectos(const struct juicio *j, struct arena *a)
{
	struct efectos *f = j->efectos;
	f->serie = j->t->serie;
	f->resultado = j->t->resultado;
	if (j->datos->n_observaciones > 0)
		f->primer_renglon = (int)j->e->n_renglones + 1;
	f->anclas = j->env->anclas;
	f->n_anclas = j->env->n_anclas;
	for (size_t i = 0; i < N_ELEMENTOS(sustento); i++) {
		const struct documento *proyecto = expediente_documento(j->e, CLASE_DOCUMENTO_PROYECTO, 0);
		if (sustento[i].acto != j->t->acto)
			continue;
		if (sustento[i].huella && proyecto && proyecto->tiene_huella) {
			f->tiene_huella = true;
			f->huella = proyecto->huella;
		}
		return add_documentos(j->e, sustento[i].clases, sustento[i].ronda ? j->e->registro_observado_acto : 0, f, a);
	}
	return true;
}

/* ---- the legal acts ---------------------------------------------------------------------------------------------------------------- */

/* One answer for everything: a list when there is one, and a refusal with a name of its own only when it stands alone. */
static enum status verdict(struct juicio *j)
{
	bool list = j->n_datos + j->n_requisitos > 0;
	for (size_t i = list ? 0 : 1; i < j->n_problemas; i++)
		juicio_problema_item(j, i);
	if (!list && j->n_problemas == 0)
		return STATUS_OK;
	if (!list)
		return error_set(j->err, j->problemas[0].problema, j->problemas[0].arg);
	return error_set(j->err, j->n_requisitos + j->n_problemas > 0 ? PROBLEM_FALTAN_REQUISITOS : PROBLEM_CUERPO_INVALIDO);
}

enum status decision_make(const struct expediente *e, enum acto_tipo acto, const struct acto_datos *datos, dia_t fecha_legal,
	const struct actor *who, const struct entorno *env, struct arena *a, struct decision *out, struct error *err)
{
	struct expediente nuevo;
	struct acto_datos nada;
	struct juicio j;
	enum status st;
	expediente_init(&nuevo, (struct uuid){0});
	acto_datos_init(&nada);
	if (!e)
		e = &nuevo;
	if ((acto != ACTO_ABRIR || e->version > 0) && !expediente_visible(e, who))
		return error_set(err, PROBLEM_NO_ENCONTRADO);
	const struct transicion *t = transicion_find(acto, e);
	if (!t)
		return refuse_act(e, acto, who, a, err);
	if (!(t->roles & ROL_BIT(who->rol)))
		return refuse_role(vocabulario_titulo(&vocabulario_acto, (int)acto), t->roles, a, err);
	*out = (struct decision){.transicion = t, .desde = t->desde, .hacia = t->hacia, .cambia = true};
	efectos_init(&out->efectos);
	juicio_init(&j, e, t, datos ? datos : &nada, who, env);
	j.fecha_legal = fecha_legal;
	j.a = a;
	j.efectos = &out->efectos;
	j.err = err;
	juicio_run(&j);
	st = verdict(&j);
	if (st != STATUS_OK)
		return st;
	return fill_efectos(&j, a) ? STATUS_OK : sin_memoria(err);
}

/* ---- journal entries --------------------------------------------------------------------------------------------------------------- */

static void entry(const struct expediente *e, struct decision *out)
{
	*out = (struct decision){.desde = e->estado, .hacia = e->estado, .cambia = true};
	efectos_init(&out->efectos);
}

/* The organisation's draft; DGCP's only where it opened it on the organisation's behalf. */
static bool drafts(const struct expediente *e, const struct actor *who)
{
	return e->estado == ESTADO_BORRADOR && (who->rol == ROL_GOBIERNO_LOCAL || e->abierto_rol == ROL_DGCP);
}

enum status decision_modificar(const struct expediente *e, const struct datos_expediente *nuevos, const struct actor *who,
	const struct entorno *env, struct arena *a, struct decision *out, struct error *err)
{
	(void)env;
	unsigned roles = ROL_BIT(ROL_GOBIERNO_LOCAL) | ROL_BIT(ROL_DGCP);
	const char *estado = vocabulario_titulo(&vocabulario_estado, (int)e->estado);
	if (!expediente_visible(e, who))
		return error_set(err, PROBLEM_NO_ENCONTRADO);
	if (!(roles & ROL_BIT(who->rol)))
		return refuse_role(vocabulario_titulo(&vocabulario_acto, ACTO_MODIFICAR_DATOS), roles, a, err);
	bool prevenido = e->estado == ESTADO_PREVENIDO && who->rol == ROL_GOBIERNO_LOCAL;
	if (e->estado == ESTADO_BORRADOR && !drafts(e, who)) /* a draft that DGCP did not open */
		return refuse_role(vocabulario_titulo(&vocabulario_acto, ACTO_MODIFICAR_DATOS), ROL_BIT(ROL_GOBIERNO_LOCAL), a, err);
	if (!drafts(e, who) && !prevenido)
		return error_set(err, PROBLEM_NO_EDITABLE, estado);
	size_t faults = datos_forma_check(nuevos, "", err);
	if (prevenido && nuevos->fecha_firma_pretendida != e->datos.fecha_firma_pretendida) {
		error_add(err, "/fecha_firma_pretendida", MENSAJE_FECHA_POR_ACTO);
		return error_set(err, PROBLEM_NO_EDITABLE, estado);
	}
	if (faults)
		return error_set(err, PROBLEM_CUERPO_INVALIDO);
	entry(e, out);
	return STATUS_OK;
}

/* Which class of document, from whom, in which state. DGCP writes in its own drafts as the local government does (drafts()). */
#define CLASES_BORRADOR (CLASE_BIT(SOLICITUD) | CLASE_BIT(PROYECTO) | CLASE_BIT(ANEXO))
#define CLASES_SUBSANAR (CLASES_REGISTRO | CLASE_BIT(ANEXO))
#define CLASES_SRE (CLASE_BIT(OFICIO) | CLASE_BIT(ANEXO))
static const unsigned clases_admitidas[ROL_COUNT][ESTADO_COUNT] = {
	[ROL_GOBIERNO_LOCAL] =
		{
			[ESTADO_BORRADOR] = CLASES_BORRADOR,
			[ESTADO_PREVENIDO] = CLASES_BORRADOR,
			[ESTADO_OBSERVADO] = CLASE_BIT(PROYECTO) | CLASE_BIT(ANEXO),
			[ESTADO_RESPONDIDO] = CLASE_BIT(COPIA_FIRMADA) | CLASE_BIT(VERSION_PUBLICA) | CLASE_BIT(ANEXO),
			[ESTADO_REGISTRO_OBSERVADO] = CLASES_SUBSANAR,
		},
	[ROL_DGCP] =
		{
			[ESTADO_BORRADOR] = CLASES_BORRADOR | CLASE_BIT(CORREO),
			[ESTADO_PRESENTADO] = CLASES_SRE,
			[ESTADO_DICTAMINADO] = CLASES_SRE,
			[ESTADO_COPIA_RECIBIDA] = CLASES_SRE | CLASE_BIT(VERSION_PUBLICA),
			[ESTADO_INSCRITO] = CLASES_SRE | CLASE_BIT(VERSION_PUBLICA),
			[ESTADO_REGISTRO_NEGADO] = CLASES_SRE,
			[ESTADO_CONCLUIDO] = CLASE_BIT(VERSION_PUBLICA),
		},
	[ROL_CJA] =
		{
			[ESTADO_EN_REVISION] = CLASES_SRE | CLASE_BIT(PROYECTO_DICTAMEN),
			[ESTADO_REGISTRO_SOLICITADO] = CLASES_SRE | CLASE_BIT(VERSION_PUBLICA),
			[ESTADO_INSCRITO] = CLASE_BIT(VERSION_PUBLICA),
			[ESTADO_CONCLUIDO] = CLASE_BIT(VERSION_PUBLICA),
		},
	[ROL_CJA_TITULAR] =
		{
			[ESTADO_EN_REVISION] = CLASES_SRE | CLASE_BIT(PROYECTO_DICTAMEN),
			[ESTADO_REGISTRO_SOLICITADO] = CLASES_SRE | CLASE_BIT(VERSION_PUBLICA),
			[ESTADO_INSCRITO] = CLASE_BIT(VERSION_PUBLICA),
			[ESTADO_CONCLUIDO] = CLASE_BIT(VERSION_PUBLICA),
		},
};

/* CLASE_BIT set */
static unsigned admitted_classes(const struct expediente *e, const struct actor *who)
{
	if ((e->estado == ESTADO_BORRADOR && !drafts(e, who)) || (e->estado == ESTADO_CONCLUIDO && !e->registro.numero))
		return 0;
	return clases_admitidas[who->rol][e->estado];
}

static enum status refuse_class(
	const struct expediente *e, enum clase_documento clase, const struct actor *who, struct arena *a, struct error *err)
{
	const char *possible = NULL;
	for (int other = CLASE_DOCUMENTO_NINGUNO; other < CLASE_DOCUMENTO_COUNT; other++) {
		if (admitted_classes(e, who) & (1u << other))
			possible = join(a, possible, vocabulario_slug(&vocabulario_clase_documento, other));
	}
	return error_set(err, PROBLEM_CLASE_NO_PROCEDE, vocabulario_titulo(&vocabulario_clase_documento, (int)clase),
		vocabulario_titulo(&vocabulario_estado, (int)e->estado), possible ? possible : "-");
}

static bool room_for(const struct expediente *e, enum clase_documento clase, enum rol rol, const struct entorno *env)
{
	int n = 0;
	for (size_t i = 0; i < e->n_documentos; i++)
		n += e->documentos[i].clase == clase && e->documentos[i].rol == rol;
	return env->documentos_max == 0 || n < env->documentos_max;
}

enum status decision_documento(const struct expediente *e, struct documento *doc, const struct actor *who, const struct entorno *env,
	struct arena *a, struct decision *out, struct error *err)
{
	unsigned roles = ROL_BIT(ROL_GOBIERNO_LOCAL) | ROL_BIT(ROL_DGCP) | ROL_BIT(ROL_CJA) | ROL_BIT(ROL_CJA_TITULAR);
	const char *clase = vocabulario_titulo(&vocabulario_clase_documento, (int)doc->clase);
	if (!expediente_visible(e, who))
		return error_set(err, PROBLEM_NO_ENCONTRADO);
	if (!(roles & ROL_BIT(who->rol)))
		return refuse_role(vocabulario_titulo(&vocabulario_acto, ACTO_INCORPORAR_DOCUMENTO), roles, a, err);
	if (!(admitted_classes(e, who) & (1u << doc->clase)))
		return refuse_class(e, doc->clase, who, a, err);
	if (!documento_tipo_admitido(doc->clase, doc->tipo_medio)) {
		const char *tipo = documento_tipo_exigido(doc->clase);
		error_add(err, "/tipo_medio", tipo ? MENSAJE_TIPO_DOCUMENTO : MENSAJE_REQUERIDO, clase, tipo);
		return error_set(err, PROBLEM_CUERPO_INVALIDO);
	}
	if (!room_for(e, doc->clase, who->rol, env))
		return error_set(err, PROBLEM_DEMASIADOS_DOCUMENTOS, clase, arena_printf(a, "%d", env->documentos_max));
	entry(e, out);
	doc->version = 0;
	if (doc->clase == CLASE_DOCUMENTO_PROYECTO) {
		const struct documento *last = expediente_documento(e, CLASE_DOCUMENTO_PROYECTO, 0);
		doc->version = last ? last->version + 1 : 1;
	}
	out->efectos.documentos = ARENA_NEW(a, struct uuid);
	out->efectos.documentos_sha = ARENA_NEW(a, struct sha256);
	if (!out->efectos.documentos || !out->efectos.documentos_sha)
		return sin_memoria(err);
	out->efectos.documentos[0] = doc->id;
	out->efectos.documentos_sha[0] = doc->sha256;
	out->efectos.n_documentos = 1;
	return STATUS_OK;
}

/* The result, not the calendar's version that it was reached with. */
static bool computo_same(const struct computo *a, const struct computo *b)
{
	return a->recepcion_efectiva == b->recepcion_efectiva && a->n_distancia == b->n_distancia && a->n_integros == b->n_integros &&
		a->n == b->n && a->en_tiempo == b->en_tiempo && a->ultima_recepcion == b->ultima_recepcion &&
		a->recepcion_recomendada == b->recepcion_recomendada && a->calendario_incompleto == b->calendario_incompleto;
}

/* With a reception, the computation; before that, the limits for the intended date, which the local government plans by. */
static void recompute(const struct expediente *e, const struct entorno *env, struct efectos *f)
{
	const struct computo *k = e->antelacion.acto ? &e->antelacion.computo : &e->limite.computo;
	bool known = e->antelacion.acto || e->limite.acto;
	dia_t firma = e->antelacion.acto ? k->fecha_firma : e->datos.fecha_firma_pretendida;
	if (!e->antelacion.acto && firma == DIA_NINGUNO)
		return;
	plazo_compute(env->calendario, env->reglas, e->antelacion.acto ? k->recepcion : INSTANTE_NINGUNO, firma, &f->computo);
	f->tiene_computo = !known || !computo_same(k, &f->computo);
}

enum status decision_recomputar(
	const struct expediente *e, const struct entorno *env, struct arena *a, struct decision *out, struct error *err)
{
	(void)a;
	(void)err;
	const struct calendario *c = env->calendario;
	struct efectos *f = &out->efectos;
	entry(e, out);
	out->cambia = false;
	if (e->estado > ESTADO_OBSERVADO)
		return STATUS_OK;
	recompute(e, env, f);
	if (e->estado == ESTADO_PREVENIDO) {
		dia_t desde = plazo_recepcion_efectiva(c, env->reglas, e->prevencion.en);
		dia_t vence = calendario_add_habiles(c, desde, e->prevencion.plazo_dias);
		f->vence = vence == e->prevencion.vence ? DIA_NINGUNO : vence;
	}
	out->cambia = f->tiene_computo || f->vence != DIA_NINGUNO;
	f->calendario_version = out->cambia ? c->version : 0;
	return STATUS_OK;
}
