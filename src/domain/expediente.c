/* The file as the sum of its acts: one fold function per act, and what every act does besides. */
#include "domain/expediente.h"
#include "domain/juicio.h"

#include <string.h>

void datos_expediente_init(struct datos_expediente *d)
{
	*d = (struct datos_expediente){
		.fecha_firma_pretendida = DIA_NINGUNO,
		.vigencia_desde = DIA_NINGUNO,
		.vigencia_hasta = DIA_NINGUNO,
	};
}

void acto_datos_init(struct acto_datos *d)
{
	*d = (struct acto_datos){.fecha_suscripcion = DIA_NINGUNO, .fecha_firma_pretendida = DIA_NINGUNO};
}

void efectos_init(struct efectos *f)
{
	*f = (struct efectos){.vence = DIA_NINGUNO};
}

void expediente_init(struct expediente *e, struct uuid id)
{
	*e = (struct expediente){
		.id = id, .creado_en = INSTANTE_NINGUNO, .actualizado_en = INSTANTE_NINGUNO, .actividad_local = INSTANTE_NINGUNO};
	datos_expediente_init(&e->datos);
	e->prevencion.en = INSTANTE_NINGUNO;
	e->prevencion.vence = DIA_NINGUNO;
	e->antelacion.recepcion = INSTANTE_NINGUNO;
	e->copia.fecha_suscripcion = DIA_NINGUNO;
	e->caducidad.en = INSTANTE_NINGUNO;
	e->caducidad.desde = DIA_NINGUNO;
}

/* ---- one act being added ----------------------------------------------------------------------------------------------------------- */

struct pliegue {
	struct expediente *e;
	const struct acto *act;
	const struct acto_datos *d;
	const struct efectos *f;
	struct arena *a;
	bool lleno; /* the arena had no room: the file is of no use */
};

static const char *copy_text(struct pliegue *p, const char *s)
{
	const char *copy = arena_strdup(p->a, s);
	p->lleno |= s && !copy;
	return copy;
}

/* Copy of n items; NULL for none. */
static void *copy_array(struct pliegue *p, const void *items, size_t n, size_t size)
{
	if (n == 0)
		return NULL;
	void *copy = arena_array(p->a, n, size);
	p->lleno |= !copy;
	return copy ? memcpy(copy, items, n * size) : NULL;
}

/* `items` with room for one more; NULL when the arena is full. Doubling keeps what is left behind below what is in use. */
static void *grow(struct pliegue *p, void *items, size_t n, size_t *cap, size_t size)
{
	if (n < *cap)
		return items;
	size_t wider = *cap ? *cap * 2 : 4;
	void *copy = arena_array(p->a, wider, size);
	p->lleno |= !copy;
	if (!copy)
		return NULL;
	if (n)
		memcpy(copy, items, n * size);
	*cap = wider;
	return copy;
}

/* Points `slot` at a new last element of `list`, or leaves the caller. */
#define APPEND(p, list, slot) \
	do { \
		void *grown = grow((p), (p)->e->list, (p)->e->n_##list, &(p)->e->cap_##list, sizeof *(p)->e->list); \
		if (!grown) \
			return; \
		(p)->e->list = grown; \
		(slot) = &(p)->e->list[(p)->e->n_##list++]; \
	} while (0)

static const char **copy_texts(struct pliegue *p, const char *const *texts, size_t n)
{
	const char **copy = copy_array(p, texts, n, sizeof *texts);
	for (size_t i = 0; copy && i < n; i++)
		copy[i] = copy_text(p, texts[i]);
	return copy;
}

static void copy_datos(struct pliegue *p, const struct datos_expediente *from)
{
	struct datos_expediente *to = &p->e->datos;
	*to = *from;
	to->denominacion = copy_text(p, from->denominacion);
	to->organo_firmante = copy_text(p, from->organo_firmante);
	to->fundamento_facultades = copy_text(p, from->fundamento_facultades);
	to->contrapartes = copy_array(p, from->contrapartes, from->n_contrapartes, sizeof *from->contrapartes);
	for (size_t i = 0; to->contrapartes && i < to->n_contrapartes; i++) {
		struct contraparte *c = &to->contrapartes[i];
		c->nombre = copy_text(p, c->nombre);
		c->pais = copy_text(p, c->pais);
		c->ciudad = copy_text(p, c->ciudad);
	}
	to->organos_locales = copy_texts(p, from->organos_locales, from->n_organos_locales);
	to->areas = copy_array(p, from->areas, from->n_areas, sizeof *from->areas);
	to->tratado_base = copy_text(p, from->tratado_base);
	to->idiomas = copy_texts(p, from->idiomas, from->n_idiomas);
	to->lugar_firma = copy_text(p, from->lugar_firma);
	to->contacto.nombre = copy_text(p, from->contacto.nombre);
	to->contacto.cargo = copy_text(p, from->contacto.cargo);
	to->contacto.correo = copy_text(p, from->contacto.correo);
	to->contacto.telefono = copy_text(p, from->contacto.telefono);
	to->ods = copy_array(p, from->ods, from->n_ods, sizeof *from->ods);
	to->programa_trabajo = copy_text(p, from->programa_trabajo);
	to->modifica_a = copy_text(p, from->modifica_a);
}

/* ---- the ledger -------------------------------------------------------------------------------------------------------------------- */

/* The anchor of observation i (from 0); none when it has no place in the text. */
static struct ancla copy_ancla(struct pliegue *p, size_t i)
{
	for (size_t k = 0; k < p->f->n_anclas; k++) {
		struct ancla a = p->f->anclas[k];
		if (a.observacion != (int)i + 1)
			continue;
		a.clausula = copy_text(p, a.clausula);
		return a;
	}
	return (struct ancla){0};
}

static void add_renglones(struct pliegue *p, enum renglon_tipo tipo)
{
	const struct documento *proyecto = expediente_documento(p->e, CLASE_DOCUMENTO_PROYECTO, 0);
	for (size_t i = 0; i < p->d->n_observaciones; i++) {
		const struct entrada_observacion *o = &p->d->observaciones[i];
		struct renglon *r;
		APPEND(p, renglones, r);
		*r = (struct renglon){
			.numero = (int)p->e->n_renglones,
			.tipo = tipo,
			.acto = p->act->n,
			.version_proyecto = proyecto ? proyecto->version : 0,
			.clausula = copy_text(p, o->clausula),
			.texto = copy_text(p, o->texto),
			.pasaje = copy_text(p, o->pasaje),
			.severidad = o->severidad,
			.recomendacion = o->recomendacion,
			.ancla = copy_ancla(p, i),
		};
	}
}

/* Numbers run from 1 without gaps; any other one is nobody's. */
static struct renglon *renglon_at(struct pliegue *p, int numero)
{
	return numero >= 1 && (size_t)numero <= p->e->n_renglones ? &p->e->renglones[numero - 1] : NULL;
}

static void answer_renglones(struct pliegue *p)
{
	for (size_t i = 0; i < p->d->n_respuestas; i++) {
		struct renglon *r = renglon_at(p, p->d->respuestas[i].numero);
		if (!r)
			continue;
		r->respuesta = copy_text(p, p->d->respuestas[i].respuesta);
		r->respuesta_acto = p->act->n;
	}
}

static void verify_renglones(struct pliegue *p)
{
	for (size_t i = 0; i < p->d->n_verificaciones; i++) {
		const struct entrada_verificacion *v = &p->d->verificaciones[i];
		struct renglon *r = renglon_at(p, v->numero);
		if (!r)
			continue;
		r->verificacion = v->resultado;
		r->verificacion_motivo = copy_text(p, v->motivo);
		r->verificacion_acto = p->act->n;
	}
}

/* ---- act by act -------------------------------------------------------------------------------------------------------------------- */

static void fold_abrir(struct pliegue *p)
{
	struct expediente *e = p->e;
	const struct actor *who = &p->act->actor;
	bool named = !uuid_is_nil(&p->d->organizacion);
	const char *cve_ent = p->d->cve_ent ? p->d->cve_ent : who->cve_ent;
	e->organizacion = named ? p->d->organizacion : who->organizacion;
	if (cve_ent)
		memcpy(e->cve_ent, cve_ent, strnlen(cve_ent, sizeof e->cve_ent - 1));
	e->creado_en = p->act->registrado_en;
	e->abierto_por = who->usuario;
	e->abierto_rol = who->rol;
	if (p->d->expediente)
		copy_datos(p, p->d->expediente);
}

static void fold_modificar_datos(struct pliegue *p)
{
	if (p->d->expediente)
		copy_datos(p, p->d->expediente);
}

static void fold_documento(struct pliegue *p)
{
	struct documento *doc;
	if (!p->d->documento)
		return;
	APPEND(p, documentos, doc);
	*doc = *p->d->documento;
	doc->nombre = copy_text(p, doc->nombre);
	doc->tipo_medio = copy_text(p, doc->tipo_medio);
	doc->n = p->act->n;
	doc->en = p->act->registrado_en;
	doc->usuario = p->act->actor.usuario;
	doc->rol = p->act->actor.rol;
}

static void fold_presentar(struct pliegue *p)
{
	p->e->folio = copy_text(p, p->f->numero_texto);
}

static void fold_prevenir(struct pliegue *p)
{
	struct expediente *e = p->e;
	e->prevencion.acto = p->act->n;
	e->prevencion.en = p->act->registrado_en;
	e->prevencion.plazo_dias = p->d->plazo_dias_habiles;
	e->prevencion.vence = p->f->vence;
	e->prevencion.n_faltantes = 0;
	e->prevencion.faltantes = p->d->n_faltantes ? ARENA_ARRAY(p->a, p->d->n_faltantes, struct faltante) : NULL;
	p->lleno |= p->d->n_faltantes && !e->prevencion.faltantes;
	for (size_t i = 0; e->prevencion.faltantes && i < p->d->n_faltantes; i++) {
		e->prevencion.faltantes[e->prevencion.n_faltantes++] = (struct faltante){
			.numero = (int)i + 1,
			.requisito = copy_text(p, p->d->faltantes[i].requisito),
			.detalle = copy_text(p, p->d->faltantes[i].detalle),
		};
	}
}

static void fold_desahogar(struct pliegue *p)
{
	struct expediente *e = p->e;
	e->prevencion.desahogo_acto = p->act->n;
	for (size_t i = 0; i < p->d->n_respuestas; i++) {
		int numero = p->d->respuestas[i].numero;
		if (numero >= 1 && (size_t)numero <= e->prevencion.n_faltantes)
			e->prevencion.faltantes[numero - 1].respuesta = copy_text(p, p->d->respuestas[i].respuesta);
	}
}

static void fold_computo(struct pliegue *p)
{
	if (!p->f->tiene_computo)
		return;
	p->e->antelacion.acto = p->act->n;
	p->e->antelacion.computo = p->f->computo;
}

/* The instant that was judged is the one recorded with the computation; without one, that of the act. */
static void fold_turno(struct pliegue *p)
{
	fold_computo(p);
	p->e->turnado_cja = true;
	p->e->antelacion.recepcion = p->f->tiene_computo ? p->f->computo.recepcion : p->act->registrado_en;
}

static void fold_devolver_turno(struct pliegue *p)
{
	p->e->antelacion.acto = 0;
	p->e->antelacion.computo = (struct computo){0};
	p->e->antelacion.recepcion = INSTANTE_NINGUNO;
}

static void fold_observar(struct pliegue *p)
{
	add_renglones(p, RENGLON_OBSERVACION);
}

static void fold_observar_registro(struct pliegue *p)
{
	add_renglones(p, RENGLON_REGISTRO);
}

static void fold_dictaminar(struct pliegue *p)
{
	struct expediente *e = p->e;
	verify_renglones(p);
	add_renglones(p, RENGLON_RECOMENDACION);
	e->dictamen.acto = p->act->n;
	e->dictamen.sentido = p->d->sentido;
	e->dictamen.numero = copy_text(p, p->f->numero_texto);
	e->dictamen.fundamento = copy_text(p, p->d->fundamento);
	e->dictamen.motivacion = copy_text(p, p->d->motivacion);
	e->dictamen.emisor = p->act->actor.usuario;
	e->dictamen.huella = p->f->huella;
}

/* The signed copy among the documents that the act rests on; the last one counts. */
static void take_copia(struct pliegue *p)
{
	for (size_t i = 0; i < p->f->n_documentos; i++) {
		const struct documento *doc = expediente_documento_by_id(p->e, &p->f->documentos[i]);
		if (doc && doc->clase == CLASE_DOCUMENTO_COPIA_FIRMADA)
			p->e->copia.documento = doc->id;
	}
}

static void fold_remitir_copia(struct pliegue *p)
{
	struct expediente *e = p->e;
	e->copia.acto = p->act->n;
	e->copia.fecha_suscripcion = p->d->fecha_suscripcion;
	e->copia.lugar_suscripcion = copy_text(p, p->d->lugar_suscripcion);
	take_copia(p);
	answer_renglones(p);
}

static void fold_subsanar_registro(struct pliegue *p)
{
	take_copia(p);
	answer_renglones(p);
}

static void fold_inscribir(struct pliegue *p)
{
	verify_renglones(p);
	p->e->registro.acto = p->act->n;
	p->e->registro.numero = copy_text(p, p->f->numero_texto);
	p->e->registro.terminos = copy_text(p, p->d->terminos);
}

static void fold_advertir_caducidad(struct pliegue *p)
{
	p->e->caducidad.acto = p->act->n;
	p->e->caducidad.en = p->act->registrado_en;
	p->e->caducidad.desde = p->f->vence;
}

static void fold_declarar_eventualidad(struct pliegue *p)
{
	p->e->eventualidad.acto = p->act->n;
	p->e->eventualidad.motivo = copy_text(p, p->d->motivo);
}

static void fold_reprogramar_firma(struct pliegue *p)
{
	fold_computo(p);
	p->e->datos.fecha_firma_pretendida = p->d->fecha_firma_pretendida;
}

static void fold_asignar(struct pliegue *p)
{
	*(p->act->actor.rol == ROL_DGCP ? &p->e->responsable_dgcp : &p->e->responsable_cja) = p->d->responsable;
}

/* The one named, or the last that still waits. */
static void fold_acusar(struct pliegue *p)
{
	for (size_t i = p->e->n_comunicaciones; i-- > 0;) {
		struct comunicacion *c = &p->e->comunicaciones[i];
		if (c->acuse_acto || (p->d->acto_referido && c->acto != p->d->acto_referido))
			continue;
		c->acuse_acto = p->act->n;
		c->acuse_en = p->act->registrado_en;
		return;
	}
}

static void fold_recomputar_plazos(struct pliegue *p)
{
	if (p->f->tiene_computo && p->f->computo.recepcion == INSTANTE_NINGUNO) {
		p->e->limite.acto = p->act->n;
		p->e->limite.computo = p->f->computo;
	} else {
		fold_computo(p);
	}
	if (p->f->vence != DIA_NINGUNO)
		p->e->prevencion.vence = p->f->vence;
}

/* Acts without a row add nothing but what every act does. */
static void (*const folds[ACTO_COUNT])(struct pliegue *) = {
	[ACTO_ABRIR] = fold_abrir,
	[ACTO_PRESENTAR] = fold_presentar,
	[ACTO_PREVENIR] = fold_prevenir,
	[ACTO_DESAHOGAR] = fold_desahogar,
	[ACTO_TURNAR] = fold_turno,
	[ACTO_RECIBIR] = fold_turno,
	[ACTO_DEVOLVER_TURNO] = fold_devolver_turno,
	[ACTO_OBSERVAR] = fold_observar,
	[ACTO_ATENDER] = answer_renglones,
	[ACTO_DICTAMINAR] = fold_dictaminar,
	[ACTO_REMITIR_COPIA] = fold_remitir_copia,
	[ACTO_OBSERVAR_REGISTRO] = fold_observar_registro,
	[ACTO_SUBSANAR_REGISTRO] = fold_subsanar_registro,
	[ACTO_INSCRIBIR] = fold_inscribir,
	[ACTO_ADVERTIR_CADUCIDAD] = fold_advertir_caducidad,
	[ACTO_DECLARAR_EVENTUALIDAD] = fold_declarar_eventualidad,
	[ACTO_REPROGRAMAR_FIRMA] = fold_reprogramar_firma,
	[ACTO_ASIGNAR] = fold_asignar,
	[ACTO_ACUSAR] = fold_acusar,
	[ACTO_MODIFICAR_DATOS] = fold_modificar_datos,
	[ACTO_INCORPORAR_DOCUMENTO] = fold_documento,
	[ACTO_RECOMPUTAR_PLAZOS] = fold_recomputar_plazos,
};

/* ---- what every act does ----------------------------------------------------------------------------------------------------------- */

static void enter_state(struct pliegue *p)
{
	struct expediente *e = p->e;
	const struct acto *act = p->act;
	struct tramo *t;
	e->estado = act->hacia;
	if (p->f->resultado)
		e->resultado = p->f->resultado;
	if (act->hacia == ESTADO_OBSERVADO)
		e->observado_acto = act->n;
	if (act->hacia == ESTADO_RESPONDIDO)
		e->respondido_acto = act->n;
	if (act->hacia == ESTADO_REGISTRO_OBSERVADO)
		e->registro_observado_acto = act->n;
	APPEND(p, tramos, t);
	*t = (struct tramo){
		.estado = act->hacia,
		.acto = act->n,
		.acto_tipo = act->tipo,
		.desde = act->registrado_en,
		.usuario = act->actor.usuario,
		.rol = act->actor.rol,
		.numero_texto = copy_text(p, p->f->numero_texto),
	};
}

static void add_comunicacion(struct pliegue *p)
{
	struct comunicacion *c;
	APPEND(p, comunicaciones, c);
	*c = (struct comunicacion){.acto = p->act->n, .tipo = p->act->tipo, .acuse_en = INSTANTE_NINGUNO};
}

static void touch(struct pliegue *p, bool moved)
{
	struct expediente *e = p->e;
	const struct acto *act = p->act;
	e->version = act->n;
	e->cabeza = act->hash;
	e->actualizado_en = act->registrado_en;
	if (p->f->calendario_version)
		e->calendario_version = p->f->calendario_version;
	if (!moved && act->actor.rol != ROL_GOBIERNO_LOCAL)
		return;
	e->actividad_local = act->registrado_en;
	e->caducidad.acto = 0;
	e->caducidad.en = INSTANTE_NINGUNO;
	e->caducidad.desde = DIA_NINGUNO;
}

enum status expediente_apply(struct expediente *e, const struct acto *act, struct arena *a, struct error *err)
{
	if (act->n != e->version + 1 || act->tipo <= ACTO_NINGUNO || act->tipo >= ACTO_COUNT || act->hacia >= ESTADO_COUNT)
		return error_set(err, PROBLEM_INTERNO);
	struct acto_datos no_datos;
	struct efectos no_efectos;
	acto_datos_init(&no_datos);
	efectos_init(&no_efectos);
	struct pliegue p = {
		.e = e, .act = act, .d = act->datos ? act->datos : &no_datos, .f = act->efectos ? act->efectos : &no_efectos, .a = a};
	bool moved = act->hacia != act->desde;
	const struct transicion *t = transicion_exacta(act->tipo, act->desde, act->hacia);
	touch(&p, moved); /* before the act's own part, which may record a warning */
	if (folds[act->tipo])
		folds[act->tipo](&p);
	if (moved)
		enter_state(&p);
	if (t && t->comunicacion)
		add_comunicacion(&p);
	return p.lleno ? sin_memoria(err) : STATUS_OK;
}

/* ---- documents --------------------------------------------------------------------------------------------------------------------- */

const struct documento *expediente_documento(const struct expediente *e, enum clase_documento clase, int after)
{
	for (size_t i = e->n_documentos; i-- > 0;) {
		if (e->documentos[i].clase == clase && e->documentos[i].n > after)
			return &e->documentos[i];
	}
	return NULL;
}

const struct documento *expediente_publico(const struct expediente *e)
{
	const struct documento *publica = expediente_documento(e, CLASE_DOCUMENTO_VERSION_PUBLICA, 0);
	return publica ? publica : expediente_documento(e, CLASE_DOCUMENTO_COPIA_FIRMADA, 0);
}

const struct documento *expediente_documento_by_id(const struct expediente *e, const struct uuid *id)
{
	for (size_t i = 0; i < e->n_documentos; i++) {
		if (uuid_cmp(&e->documentos[i].id, id) == 0)
			return &e->documentos[i];
	}
	return NULL;
}
