/* The guards of the table, one small function per condition. Each looks at the file, and at the act's data when there are any. */
#include "domain/juicio.h"

#include <stdio.h>

#define POINTER_MAX 160
#define NUMERO_LEN 12
/* No law gives more; it bounds the count of business days. */
#define PREVENCION_DIAS_MAX 365

/* ---- pieces ------------------------------------------------------------------------------------------------------------------------ */

/* "/datos/<lista>/<i>/<miembro>" */
static const char *item_pointer(char out[static POINTER_MAX], const char *lista, size_t i, const char *miembro)
{
	snprintf(out, POINTER_MAX, "/datos/%s/%zu/%s", lista, i, miembro);
	return out;
}

static void require_text(struct juicio *j, const char *lista, size_t i, const char *miembro, const char *value)
{
	char pointer[POINTER_MAX];
	if (texto_vacio(value))
		juicio_dato(j, item_pointer(pointer, lista, i, miembro), MENSAJE_REQUERIDO, NULL);
}

static void number_fault(struct juicio *j, const char *lista, size_t i, enum mensaje m, int numero)
{
	char pointer[POINTER_MAX], arg[NUMERO_LEN];
	snprintf(arg, sizeof arg, "%d", numero);
	juicio_dato(j, item_pointer(pointer, lista, i, "numero"), m, arg);
}

static void number_missing(struct juicio *j, const char *pointer, enum mensaje m, int numero)
{
	char arg[NUMERO_LEN];
	snprintf(arg, sizeof arg, "%d", numero);
	juicio_requisito(j, pointer, m, arg);
}

static const struct renglon *renglon_find(const struct expediente *e, int numero)
{
	return numero >= 1 && (size_t)numero <= e->n_renglones ? &e->renglones[numero - 1] : NULL;
}

/* The answer to number `numero` among the first `n` of the act, NULL when there is none. */
static const struct entrada_respuesta *respuesta_find(const struct acto_datos *d, size_t n, int numero)
{
	for (size_t i = 0; i < n; i++) {
		if (d->respuestas[i].numero == numero)
			return &d->respuestas[i];
	}
	return NULL;
}

static const struct entrada_verificacion *verificacion_find(const struct acto_datos *d, size_t n, int numero)
{
	for (size_t i = 0; i < n; i++) {
		if (d->verificaciones[i].numero == numero)
			return &d->verificaciones[i];
	}
	return NULL;
}

/* Answer i: known number, once, with a text. */
static void check_respuesta(struct juicio *j, size_t i, bool known)
{
	const struct entrada_respuesta *r = &j->datos->respuestas[i];
	if (!known)
		number_fault(j, "respuestas", i, MENSAJE_NUMERO_DESCONOCIDO, r->numero);
	else if (respuesta_find(j->datos, i, r->numero))
		number_fault(j, "respuestas", i, MENSAJE_DUPLICADO, r->numero);
	require_text(j, "respuestas", i, "respuesta", r->respuesta);
}

/* The act is possible until that day; the earliest limit counts. */
static void until(struct juicio *j, dia_t d)
{
	if (j->hasta == DIA_NINGUNO || d < j->hasta)
		j->hasta = d;
}

/* Computation against the intended date for a reception; recorded with the act. */
static const struct computo *compute(struct juicio *j, instante_t recepcion, dia_t firma)
{
	struct efectos *f = j->efectos;
	plazo_compute(j->env->calendario, j->env->reglas, recepcion, firma, &f->computo);
	f->tiene_computo = true;
	f->calendario_version = j->env->calendario->version;
	return &f->computo;
}

/* ---- opening and filing ------------------------------------------------------------------------------------------------------------ */

static void cond_organizacion(struct juicio *j)
{
	if (!j->env->organizacion_activa)
		juicio_problema(j, PROBLEM_ORGANIZACION_INACTIVA, NULL);
	if (!j->datos)
		return;
	const struct uuid *named = &j->datos->organizacion;
	if (j->who->rol == ROL_DGCP && uuid_is_nil(named))
		juicio_dato(j, "/datos/organizacion", MENSAJE_REQUERIDO, NULL);
	if (j->who->rol != ROL_DGCP && !uuid_is_nil(named) && uuid_cmp(named, &j->who->organizacion) != 0)
		juicio_dato(j, "/datos/organizacion", MENSAJE_NO_CORRESPONDE, NULL);
	if (j->datos->expediente)
		j->n_datos += datos_forma_check(j->datos->expediente, "/datos", j->err);
}

static void cond_requisitos(struct juicio *j)
{
	dia_t firma = j->e->datos.fecha_firma_pretendida;
	j->n_requisitos += requisitos_faltantes(j->e, j->err);
	if (firma == DIA_NINGUNO)
		return;
	until(j, firma);
	if (j->datos && firma < j->hoy)
		juicio_requisito(j, "/datos/fecha_firma_pretendida", MENSAJE_FECHA_PASADA, NULL);
}

static void cond_declaracion(struct juicio *j)
{
	if (j->datos && !j->datos->declaracion_version_final)
		juicio_requisito(j, "/datos/declaracion_version_final", MENSAJE_FALTA_DECLARACION, NULL);
}

static void cond_instrumento(struct juicio *j)
{
	if (!j->env->instrumento_dictaminado)
		return;
	juicio_problema(j, j->env->instrumento_folio ? PROBLEM_YA_DICTAMINADO_FOLIO : PROBLEM_YA_DICTAMINADO, j->env->instrumento_folio);
}

/* ---- the prevention (LFPA 17-A) ---------------------------------------------------------------------------------------------------- */

static void cond_prevencion_unica(struct juicio *j)
{
	if (j->e->prevencion.acto)
		juicio_problema_dia(j, PROBLEM_PREVENCION_YA_USADA, instante_dia(j->e->prevencion.en));
}

static void cond_faltantes(struct juicio *j)
{
	char arg[NUMERO_LEN];
	if (!j->datos)
		return;
	int plazo = j->datos->plazo_dias_habiles, min = j->env->reglas->dias_prevencion_min;
	for (size_t i = 0; i < j->datos->n_faltantes; i++) {
		require_text(j, "faltantes", i, "requisito", j->datos->faltantes[i].requisito);
		require_text(j, "faltantes", i, "detalle", j->datos->faltantes[i].detalle);
	}
	if (plazo == 0)
		return; /* missing: said already */
	if (plazo < min || plazo > PREVENCION_DIAS_MAX) {
		snprintf(arg, sizeof arg, "%d", plazo < min ? min : PREVENCION_DIAS_MAX);
		juicio_dato(j, "/datos/plazo_dias_habiles", plazo < min ? MENSAJE_VALOR_MIN : MENSAJE_VALOR_MAX, arg);
		return;
	}
	j->efectos->vence = calendario_add_habiles(j->env->calendario, j->efectiva, plazo);
	j->efectos->calendario_version = j->env->calendario->version;
}

static void cond_prevencion_en_plazo(struct juicio *j)
{
	until(j, j->e->prevencion.vence);
	if (j->datos && j->efectiva > j->e->prevencion.vence)
		juicio_problema_dia(j, PROBLEM_PLAZO_VENCIDO, j->e->prevencion.vence);
}

static void cond_faltantes_atendidos(struct juicio *j)
{
	const struct acto_datos *d = j->datos;
	if (!d)
		return;
	for (size_t i = 0; i < d->n_respuestas; i++) {
		int numero = d->respuestas[i].numero;
		check_respuesta(j, i, numero >= 1 && (size_t)numero <= j->e->prevencion.n_faltantes);
	}
	for (size_t i = 0; i < j->e->prevencion.n_faltantes; i++) {
		int numero = j->e->prevencion.faltantes[i].numero;
		if (!respuesta_find(d, d->n_respuestas, numero))
			number_missing(j, "/datos/respuestas", MENSAJE_FALTANTE_NO_ATENDIDO, numero);
	}
}

static void cond_prevencion_vencida(struct juicio *j)
{
	j->a_partir_de = j->e->prevencion.vence + 1;
	if (j->datos && j->efectiva <= j->e->prevencion.vence)
		juicio_problema_dia(j, PROBLEM_PLAZO_NO_VENCIDO, j->e->prevencion.vence);
}

/* ---- the ten days (rule 5) --------------------------------------------------------------------------------------------------------- */

static void cond_antelacion(struct juicio *j)
{
	dia_t firma = j->e->datos.fecha_firma_pretendida;
	bool libre = j->e->eventualidad.acto != 0;
	struct computo limites;
	if (firma == DIA_NINGUNO)
		return;
	plazo_compute(j->env->calendario, j->env->reglas, INSTANTE_NINGUNO, firma, &limites);
	if (!libre)
		until(j, limites.ultima_recepcion);
	if (j->datos && !compute(j, j->env->now, firma)->en_tiempo && !libre)
		juicio_problema_dia(j, PROBLEM_EXTEMPORANEO, limites.ultima_recepcion);
}

static void cond_computo(struct juicio *j)
{
	if (j->datos && j->e->datos.fecha_firma_pretendida != DIA_NINGUNO)
		compute(j, j->env->now, j->e->datos.fecha_firma_pretendida);
}

static void cond_fecha_firma(struct juicio *j)
{
	if (!j->datos || j->datos->fecha_firma_pretendida == DIA_NINGUNO)
		return; /* missing: said already */
	dia_t firma = j->datos->fecha_firma_pretendida;
	if (firma < j->hoy)
		juicio_dato(j, "/datos/fecha_firma_pretendida", MENSAJE_FECHA_PASADA, NULL);
	else if (firma == j->e->datos.fecha_firma_pretendida)
		juicio_dato(j, "/datos/fecha_firma_pretendida", MENSAJE_DEBE_SER_DISTINTO, NULL);
	else if (j->e->antelacion.recepcion != INSTANTE_NINGUNO)
		compute(j, j->e->antelacion.recepcion, firma);
}

/* ---- review, dictamen and ledger (rule 8) ------------------------------------------------------------------------------------------ */

/* A passage that the text does not hold would point nowhere: told with what stands there, unless the author knows it better. */
static void check_pasaje(struct juicio *j, const char *lista, size_t i)
{
	char pointer[POINTER_MAX];
	const char *hallado = j->env->pasajes ? j->env->pasajes[i] : NULL;
	if (hallado)
		juicio_dato(
			j, item_pointer(pointer, lista, i, "pasaje"), *hallado ? MENSAJE_PASAJE_DISTINTO : MENSAJE_PASAJE_AUSENTE, hallado);
}

static void cond_observaciones(struct juicio *j)
{
	const char *lista = observaciones_nombre(j->t->acto);
	char pointer[POINTER_MAX], arg[NUMERO_LEN];
	for (size_t i = 0; j->datos && i < j->datos->n_observaciones; i++) {
		const struct entrada_observacion *o = &j->datos->observaciones[i];
		require_text(j, lista, i, "clausula", o->clausula);
		require_text(j, lista, i, "texto", o->texto);
		check_pasaje(j, lista, i);
		if (j->t->acto == ACTO_OBSERVAR && !o->severidad)
			juicio_dato(j, item_pointer(pointer, lista, i, "severidad"), MENSAJE_REQUERIDO, NULL);
		if (j->t->acto != ACTO_OBSERVAR_REGISTRO && o->recomendacion)
			juicio_dato(j, item_pointer(pointer, lista, i, "recomendacion"), MENSAJE_NO_CORRESPONDE, NULL);
		if (j->t->acto == ACTO_OBSERVAR_REGISTRO && o->recomendacion && !renglon_find(j->e, o->recomendacion)) {
			snprintf(arg, sizeof arg, "%d", o->recomendacion);
			juicio_dato(j, item_pointer(pointer, lista, i, "recomendacion"), MENSAJE_NUMERO_DESCONOCIDO, arg);
		}
	}
}

/* Lines that the local government answers with an act: those of the round, the recommendations, those of the registry. */
static bool answers(const struct juicio *j, const struct renglon *r)
{
	if (j->t->acto == ACTO_ATENDER)
		return r->acto == j->e->observado_acto;
	return r->tipo == (j->t->acto == ACTO_REMITIR_COPIA ? RENGLON_RECOMENDACION : RENGLON_REGISTRO);
}

static void cond_respuestas(struct juicio *j)
{
	const struct acto_datos *d = j->datos;
	if (!d)
		return;
	for (size_t i = 0; i < d->n_respuestas; i++) {
		const struct renglon *r = renglon_find(j->e, d->respuestas[i].numero);
		check_respuesta(j, i, r && answers(j, r));
	}
	for (size_t i = 0; j->t->acto == ACTO_ATENDER && i < j->e->n_renglones; i++) {
		const struct renglon *r = &j->e->renglones[i];
		if (answers(j, r) && !respuesta_find(d, d->n_respuestas, r->numero))
			number_missing(j, "/datos/respuestas", MENSAJE_FALTA_RESPUESTA, r->numero);
	}
}

static void cond_sentido(struct juicio *j)
{
	if (!j->datos)
		return;
	bool con_recomendaciones = j->datos->sentido == SENTIDO_PROCEDENTE_CON_RECOMENDACIONES;
	if (con_recomendaciones && j->datos->n_observaciones == 0)
		juicio_dato(j, "/datos/recomendaciones", MENSAJE_REQUERIDO, NULL);
	if (j->datos->sentido && !con_recomendaciones && j->datos->n_observaciones > 0)
		juicio_dato(j, "/datos/recomendaciones", MENSAJE_NO_CORRESPONDE, NULL);
}

static void cond_verificaciones(struct juicio *j)
{
	char pointer[POINTER_MAX];
	for (size_t i = 0; j->datos && i < j->datos->n_verificaciones; i++) {
		const struct entrada_verificacion *v = &j->datos->verificaciones[i];
		if (!renglon_find(j->e, v->numero))
			number_fault(j, "verificaciones", i, MENSAJE_NUMERO_DESCONOCIDO, v->numero);
		else if (verificacion_find(j->datos, i, v->numero))
			number_fault(j, "verificaciones", i, MENSAJE_DUPLICADO, v->numero);
		if (!v->resultado)
			juicio_dato(j, item_pointer(pointer, "verificaciones", i, "resultado"), MENSAJE_REQUERIDO, NULL);
		if (v->resultado == VERIFICACION_DISPENSADA)
			require_text(j, "verificaciones", i, "motivo", v->motivo);
	}
}

static void cond_todo_verificado(struct juicio *j)
{
	for (size_t i = 0; j->datos && i < j->e->n_renglones; i++) {
		const struct renglon *r = &j->e->renglones[i];
		if (!r->verificacion && !verificacion_find(j->datos, j->datos->n_verificaciones, r->numero))
			number_missing(j, "/datos/verificaciones", MENSAJE_FALTA_VERIFICACION, r->numero);
	}
}

/* The last draft counts: whoever wrote it may not sign it. */
static void cond_cuatro_ojos(struct juicio *j)
{
	const struct documento *doc = expediente_documento(j->e, CLASE_DOCUMENTO_PROYECTO_DICTAMEN, 0);
	if (!doc)
		juicio_requisito(j, "/documentos/proyecto_dictamen", MENSAJE_FALTA_PROYECTO_DICTAMEN, NULL);
	else if (uuid_cmp(&doc->usuario, &j->who->usuario) == 0)
		juicio_problema(j, PROBLEM_CUATRO_OJOS, NULL);
}

/* ---- documents that an act brings -------------------------------------------------------------------------------------------------- */

static void cond_nueva_version(struct juicio *j)
{
	if (!expediente_documento(j->e, CLASE_DOCUMENTO_PROYECTO, j->e->observado_acto))
		juicio_requisito(j, "/documentos/proyecto", MENSAJE_FALTA_NUEVA_VERSION, NULL);
}

static void cond_copia(struct juicio *j)
{
	if (!expediente_documento(j->e, CLASE_DOCUMENTO_COPIA_FIRMADA, j->e->respondido_acto))
		juicio_requisito(j, "/documentos/copia_firmada", MENSAJE_FALTA_COPIA, NULL);
}

static void cond_subsanacion(struct juicio *j)
{
	int after = j->e->registro_observado_acto;
	if (!expediente_documento(j->e, CLASE_DOCUMENTO_COPIA_FIRMADA, after) &&
		!expediente_documento(j->e, CLASE_DOCUMENTO_INSTRUMENTO_MODIFICATORIO, after))
		juicio_requisito(j, "/documentos/copia_firmada", MENSAJE_FALTA_SUBSANACION, NULL);
}

/* One made before the signed copy that counts says nothing of what this one must not show. */
static void cond_version_publica(struct juicio *j)
{
	const struct documento *copia = expediente_documento(j->e, CLASE_DOCUMENTO_COPIA_FIRMADA, 0);
	const struct documento *publica = expediente_documento(j->e, CLASE_DOCUMENTO_VERSION_PUBLICA, 0);
	if (publica && copia && publica->n < copia->n)
		juicio_requisito(j, "/documentos/version_publica", MENSAJE_VERSION_PUBLICA_ANTERIOR, NULL);
}

static void cond_suscripcion(struct juicio *j)
{
	if (j->datos && j->datos->fecha_suscripcion > j->hoy)
		juicio_dato(j, "/datos/fecha_suscripcion", MENSAJE_FECHA_FUTURA, NULL);
}

static void cond_motivo_copia(struct juicio *j)
{
	if (j->datos && j->datos->motivo_devolucion == MOTIVO_COPIA_OTRO && texto_vacio(j->datos->detalle))
		juicio_dato(j, "/datos/detalle", MENSAJE_REQUERIDO, NULL);
}

/* ---- expiry (LFPA 60) -------------------------------------------------------------------------------------------------------------- */

/* Without a warning the earliest day is that of a warning given now. */
static void cond_caducidad(struct juicio *j)
{
	if (!j->e->caducidad.acto) {
		dia_t since = j->datos ? j->hoy : instante_dia(j->e->actividad_local);
		juicio_problema_dia(j, PROBLEM_CADUCIDAD_NO_PROCEDE, dia_add_meses(since, j->env->reglas->meses_caducidad));
		return;
	}
	j->a_partir_de = j->e->caducidad.desde;
	if (j->datos && j->hoy < j->e->caducidad.desde)
		juicio_problema_dia(j, PROBLEM_CADUCIDAD_NO_PROCEDE, j->e->caducidad.desde);
}

/* A whole business day must have gone by since the local government last acted. The three months run from the warning. */
static void cond_inactividad(struct juicio *j)
{
	dia_t idle = calendario_siguiente_habil(j->env->calendario, instante_dia(j->e->actividad_local) + 1);
	j->a_partir_de = idle + 1;
	if (!j->datos)
		return;
	if (j->hoy < j->a_partir_de)
		juicio_problema_dia(j, PROBLEM_CADUCIDAD_NO_PROCEDE, j->a_partir_de);
	j->efectos->vence = dia_add_meses(j->hoy, j->env->reglas->meses_caducidad);
	j->efectos->calendario_version = j->env->calendario->version;
}

/* ---- internal -------------------------------------------------------------------------------------------------------------------- */

/* DGCP's people for DGCP, the Consultoría's for the Consultoría. */
static void cond_responsable(struct juicio *j)
{
	if (!j->datos || uuid_is_nil(&j->datos->responsable))
		return; /* missing: said already */
	enum rol rol = j->env->responsable ? j->env->responsable->rol : ROL_NINGUNO;
	bool own = j->who->rol == ROL_DGCP ? rol == ROL_DGCP : rol == ROL_CJA || rol == ROL_CJA_TITULAR;
	if (!own)
		juicio_dato(j, "/datos/responsable", MENSAJE_USUARIO_AJENO, NULL);
}

/* The communication named, or the last that waits, or the last at all. */
static const struct comunicacion *acusable(const struct expediente *e, int referido)
{
	const struct comunicacion *last = NULL;
	for (size_t i = e->n_comunicaciones; i-- > 0;) {
		const struct comunicacion *c = &e->comunicaciones[i];
		if (referido ? c->acto == referido : !c->acuse_acto)
			return c;
		if (!referido && !last)
			last = c;
	}
	return last;
}

static void cond_acuse(struct juicio *j)
{
	const struct comunicacion *c = acusable(j->e, j->datos ? j->datos->acto_referido : 0);
	if (!c)
		juicio_problema(j, PROBLEM_NADA_QUE_ACUSAR, NULL);
	else if (c->acuse_acto)
		juicio_problema_dia(j, PROBLEM_YA_ACUSADO, instante_dia(c->acuse_en));
}

/* ---- running them ------------------------------------------------------------------------------------------------------------------ */

static void (*const guardas[COND_COUNT])(struct juicio *) = {
	[COND_ORGANIZACION] = cond_organizacion,
	[COND_REQUISITOS] = cond_requisitos,
	[COND_DECLARACION] = cond_declaracion,
	[COND_INSTRUMENTO] = cond_instrumento,
	[COND_PREVENCION_UNICA] = cond_prevencion_unica,
	[COND_FALTANTES] = cond_faltantes,
	[COND_PREVENCION_EN_PLAZO] = cond_prevencion_en_plazo,
	[COND_FALTANTES_ATENDIDOS] = cond_faltantes_atendidos,
	[COND_PREVENCION_VENCIDA] = cond_prevencion_vencida,
	[COND_ANTELACION] = cond_antelacion,
	[COND_COMPUTO] = cond_computo,
	[COND_OBSERVACIONES] = cond_observaciones,
	[COND_NUEVA_VERSION] = cond_nueva_version,
	[COND_RESPUESTAS] = cond_respuestas,
	[COND_SENTIDO] = cond_sentido,
	[COND_VERIFICACIONES] = cond_verificaciones,
	[COND_CUATRO_OJOS] = cond_cuatro_ojos,
	[COND_COPIA] = cond_copia,
	[COND_SUSCRIPCION] = cond_suscripcion,
	[COND_MOTIVO_COPIA] = cond_motivo_copia,
	[COND_SUBSANACION] = cond_subsanacion,
	[COND_TODO_VERIFICADO] = cond_todo_verificado,
	[COND_VERSION_PUBLICA] = cond_version_publica,
	[COND_CADUCIDAD] = cond_caducidad,
	[COND_INACTIVIDAD] = cond_inactividad,
	[COND_FECHA_FIRMA] = cond_fecha_firma,
	[COND_RESPONSABLE] = cond_responsable,
	[COND_ACUSE] = cond_acuse,
};

/* What any act may carry: its legal date, and the act that it corrects (rule 1). */
static void check_comunes(struct juicio *j)
{
	char arg[NUMERO_LEN];
	if (j->fecha_legal > j->hoy) /* DIA_NINGUNO is the least of all */
		juicio_dato(j, "/fecha_legal", MENSAJE_FECHA_FUTURA, NULL);
	if (j->datos->corrige < 0 || j->datos->corrige > j->e->version) {
		snprintf(arg, sizeof arg, "%d", j->datos->corrige);
		juicio_dato(j, "/datos/corrige", MENSAJE_NUMERO_DESCONOCIDO, arg);
	}
	miembros_check(j);
}

void juicio_run(struct juicio *j)
{
	if (j->datos)
		check_comunes(j);
	for (unsigned c = 0; c < COND_COUNT; c++) {
		if (j->t->condiciones & COND_BIT(c))
			guardas[c](j);
	}
}
