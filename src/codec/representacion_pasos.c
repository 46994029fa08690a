/* The twelve steps as a timeline: when, who, business days, documents, what is pending. */
#include "codec/representacion_interno.h"

#define N_PASOS 12

enum avance { AVANCE_HECHO, AVANCE_EN_CURSO, AVANCE_PENDIENTE, AVANCE_NO_APLICA, AVANCE_INTERRUMPIDO };
static const char *const avances[] = {"hecho", "en_curso", "pendiente", "no_aplica", "interrumpido"};

struct linea {
	struct json_writer w;
	const struct expediente *e;
	const struct actor *who;
	const struct entorno *env;
	const struct paso_agregado *emitidos;
	size_t n_emitidos;
};

/* Who must do what now, in plain words. */
static const char *pendiente_de(enum estado e)
{
	static const char *const textos[ESTADO_COUNT] = {
		[ESTADO_BORRADOR] = "El gobierno local reúne los datos y los documentos, y presenta el expediente.",
		[ESTADO_PRESENTADO] = "La DGCP revisa que esté completo y lo turna a la Consultoría Jurídica.",
		[ESTADO_PREVENIDO] = "El gobierno local atiende cada faltante dentro del plazo.",
		[ESTADO_TURNADO] = "La Consultoría Jurídica recibe el expediente.",
		[ESTADO_EN_REVISION] = "La Consultoría Jurídica revisa el proyecto: formula observaciones o emite el dictamen.",
		[ESTADO_OBSERVADO] = "El gobierno local responde cada observación y sube la nueva versión del proyecto.",
		[ESTADO_DICTAMINADO] = "La DGCP comunica la respuesta al gobierno local.",
		[ESTADO_RESPONDIDO] = "El gobierno local firma el acuerdo y remite la copia digitalizada.",
		[ESTADO_COPIA_RECIBIDA] = "La DGCP revisa la copia firmada y solicita el registro.",
		[ESTADO_REGISTRO_SOLICITADO] = "La Consultoría Jurídica comprueba sus recomendaciones en el texto firmado e inscribe.",
		[ESTADO_REGISTRO_OBSERVADO] = "El gobierno local entrega una nueva copia firmada o un instrumento modificatorio.",
		[ESTADO_INSCRITO] = "La DGCP informa al gobierno local y concluye el expediente.",
		[ESTADO_REGISTRO_NEGADO] = "La DGCP informa al gobierno local y concluye el expediente.",
	};
	return e < ESTADO_COUNT ? textos[e] : NULL;
}

/* State of the file when act n came. */
static enum estado estado_antes(const struct expediente *e, int n)
{
	enum estado s = ESTADO_NINGUNO;
	for (size_t i = 0; i < e->n_tramos && e->tramos[i].acto < n; i++)
		s = e->tramos[i].estado;
	return s;
}

/* Step to which a document belongs: in a draft its class says so, later the step in which it came. */
static int documento_paso(const struct expediente *e, const struct documento *d)
{
	enum estado s = estado_antes(e, d->n);
	if (s != ESTADO_BORRADOR && s != ESTADO_NINGUNO && s != ESTADO_PREVENIDO) /* what cures a filing belongs to it */
		return estado_paso(s);
	if (d->clase == CLASE_DOCUMENTO_SOLICITUD)
		return 1;
	if (d->clase == CLASE_DOCUMENTO_CORREO) /* sending it all, by e-mail */
		return 4;
	return d->clase == CLASE_DOCUMENTO_PROYECTO ? 2 : 3;
}

static bool hay_documentos(const struct linea *l, int paso)
{
	for (size_t i = 0; i < l->e->n_documentos; i++) {
		if (documento_paso(l->e, &l->e->documentos[i]) == paso && documento_visible(&l->e->documentos[i], l->who))
			return true;
	}
	return false;
}

static bool hay_actos(const struct linea *l, int paso)
{
	for (size_t i = 0; i < l->e->n_tramos; i++) {
		if (acto_paso(l->e->tramos[i].acto_tipo) == paso)
			return true;
	}
	return false;
}

static enum avance avance_de_borrador(const struct linea *l, int paso)
{
	bool listo = hay_documentos(l, 1) && hay_documentos(l, 2);
	if (paso <= 3)
		return hay_documentos(l, paso) ? AVANCE_HECHO : AVANCE_EN_CURSO;
	return paso == 4 && listo ? AVANCE_EN_CURSO : AVANCE_PENDIENTE;
}

/* The file stood at this step, whether or not it got any further. */
static bool estuvo(const struct linea *l, int paso)
{
	for (size_t i = 0; i < l->e->n_tramos; i++) {
		enum estado s = l->e->tramos[i].estado;
		if (s != ESTADO_BORRADOR && s != ESTADO_CONCLUIDO && estado_paso(s) == paso)
			return true;
	}
	return false;
}

static enum avance avance(const struct linea *l, int paso)
{
	int actual = estado_paso(l->e->estado);
	/* `abrir` alone does not make a request; the first three steps are their documents. */
	bool algo = hay_documentos(l, paso) || (paso > 3 && hay_actos(l, paso));
	if (l->e->estado == ESTADO_BORRADOR)
		return avance_de_borrador(l, paso);
	if (l->e->estado == ESTADO_CONCLUIDO || paso < actual)
		return algo ? AVANCE_HECHO : estuvo(l, paso) ? AVANCE_INTERRUMPIDO : AVANCE_NO_APLICA;
	return paso == actual ? AVANCE_EN_CURSO : AVANCE_PENDIENTE;
}

struct lapso {
	instante_t desde, hasta; /* INSTANTE_NINGUNO: none yet */
	int dias;
	bool medido; /* the file stood at this step, not only passed through it */
};

static void lapso_incluye(struct lapso *p, instante_t t)
{
	if (t == INSTANTE_NINGUNO)
		return;
	if (p->desde == INSTANTE_NINGUNO || t < p->desde)
		p->desde = t;
	if (p->hasta == INSTANTE_NINGUNO || t > p->hasta)
		p->hasta = t;
}

/* A stay counts by its business days; a step at which the file never stands (2, 3…) by its documents and acts. */
static struct lapso lapso_de(const struct linea *l, int paso)
{
	const struct expediente *e = l->e;
	struct lapso p = {.desde = INSTANTE_NINGUNO, .hasta = INSTANTE_NINGUNO};
	for (size_t i = 0; i < e->n_tramos; i++) {
		const struct tramo *t = &e->tramos[i];
		if (estado_paso(t->estado) != paso || t->estado == ESTADO_CONCLUIDO)
			continue;
		bool abierto = i + 1 == e->n_tramos;
		instante_t fin = abierto ? l->env->now : e->tramos[i + 1].desde;
		p.dias += calendario_count(l->env->calendario, instante_dia(t->desde), instante_dia(fin));
		p.medido = true;
		lapso_incluye(&p, t->desde);
		lapso_incluye(&p, fin);
		if (abierto)
			p.hasta = INSTANTE_NINGUNO;
	}
	for (size_t i = 0; i < e->n_tramos && !p.medido; i++) {
		if (acto_paso(e->tramos[i].acto_tipo) == paso)
			lapso_incluye(&p, e->tramos[i].desde);
	}
	for (size_t i = 0; i < e->n_documentos && !p.medido; i++) {
		if (documento_paso(e, &e->documentos[i]) == paso && documento_visible(&e->documentos[i], l->who))
			lapso_incluye(&p, e->documentos[i].en);
	}
	return p;
}

static void acuse(struct linea *l, int acto)
{
	for (size_t i = 0; i < l->e->n_comunicaciones; i++) {
		const struct comunicacion *c = &l->e->comunicaciones[i];
		if (c->acto != acto)
			continue;
		json_bool(&l->w, "acusada", c->acuse_acto != 0);
		if (c->acuse_acto) {
			json_int(&l->w, "acuse_acto", c->acuse_acto);
			json_instante(&l->w, "acuse_en", c->acuse_en);
		}
	}
}

static void acto_de_tramo(struct linea *l, const char *key, const struct tramo *t)
{
	json_object(&l->w, key);
	json_int(&l->w, "n", t->acto);
	json_slug(&l->w, "acto", &vocabulario_acto, t->acto_tipo);
	json_string(&l->w, "titulo", vocabulario_titulo(&vocabulario_acto, (int)t->acto_tipo));
	json_instante(&l->w, "en", t->desde);
	json_slug(&l->w, "rol", &vocabulario_rol, t->rol);
	if (!acto_reservado(l->e, t->acto_tipo, t->acto, l->who))
		json_string(&l->w, "numero", t->numero_texto);
	acuse(l, t->acto);
	json_object_end(&l->w);
}

static void actos_y_documentos(struct linea *l, int paso)
{
	const struct expediente *e = l->e;
	json_array(&l->w, "actos");
	for (size_t i = 0; i < e->n_tramos; i++) {
		if (acto_paso(e->tramos[i].acto_tipo) == paso)
			acto_de_tramo(l, NULL, &e->tramos[i]);
	}
	json_array_end(&l->w);
	json_array(&l->w, "documentos");
	for (size_t i = 0; i < e->n_documentos; i++) {
		if (documento_paso(e, &e->documentos[i]) == paso && documento_visible(&e->documentos[i], l->who))
			documento_objeto(&l->w, NULL, &e->documentos[i]);
	}
	json_array_end(&l->w);
}

static void emitidos(struct linea *l, int paso)
{
	bool hay = false;
	for (size_t i = 0; i < l->n_emitidos; i++) {
		if (l->emitidos[i].paso != paso)
			continue;
		if (!hay)
			json_array(&l->w, "emitidos");
		hay = true;
		json_raw(&l->w, NULL, l->emitidos[i].json);
	}
	if (hay)
		json_array_end(&l->w);
}

static void paso_objeto(struct linea *l, const struct paso_info *info)
{
	struct json_writer *w = &l->w;
	enum avance a = avance(l, info->paso);
	struct lapso p = lapso_de(l, info->paso);
	json_object(w, NULL);
	json_int(w, "paso", info->paso);
	json_string(w, "titulo", info->titulo);
	json_slug(w, "oficina", &vocabulario_oficina, info->oficina);
	json_string(w, "estado", avances[a]);
	json_instante(w, "desde", p.desde);
	json_instante(w, "hasta", p.hasta);
	if (p.medido)
		json_int(w, "dias_habiles", p.dias);
	actos_y_documentos(l, info->paso);
	emitidos(l, info->paso);
	if (info->paso == 6 && l->e->eventualidad.acto) {
		json_object(w, "eventualidad");
		json_int(w, "acto", l->e->eventualidad.acto);
		json_string(w, "motivo", l->e->eventualidad.motivo);
		json_object_end(w);
	}
	if (a == AVANCE_EN_CURSO && info->paso == 3)
		json_string(w, "pendiente", "Opcional: agregue lo que ayude a la revisión.");
	else if (a == AVANCE_EN_CURSO)
		json_string(w, "pendiente", l->e->estado == ESTADO_BORRADOR ? info->descripcion : pendiente_de(l->e->estado));
	json_object_end(w);
}

static void dias_por_oficina(struct linea *l)
{
	int dias[OFICINA_COUNT];
	expediente_dias_por_oficina(l->e, l->env->calendario, l->env->now, dias);
	json_object(&l->w, "dias_por_oficina");
	for (int o = 1; o < OFICINA_COUNT; o++)
		json_int(&l->w, vocabulario_slug(&vocabulario_oficina, o), dias[o]);
	json_object_end(&l->w);
}

void pasos_write(struct buf *out, const struct expediente *e, const struct actor *who, const struct entorno *env,
	const struct paso_agregado *emitidos_de, size_t n_emitidos)
{
	struct linea l = {.e = e, .who = who, .env = env, .emitidos = emitidos_de, .n_emitidos = n_emitidos};
	struct json_writer *w = &l.w;
	json_begin(w, out);
	json_object(w, NULL);
	json_uuid(w, "expediente", &e->id);
	json_string(w, "folio", e->folio);
	json_int(w, "version", e->version);
	json_slug(w, "estado", &vocabulario_estado, e->estado);
	json_string(w, "estado_titulo", vocabulario_titulo(&vocabulario_estado, (int)e->estado));
	json_slug(w, "resultado", &vocabulario_resultado, e->resultado);
	json_int(w, "paso", estado_paso(e->estado));
	json_slug(w, "turno", &vocabulario_oficina, estado_turno(e->estado));
	json_fecha(w, "vence", expediente_vence(e, env->calendario, env->reglas));
	json_string(w, "pendiente", pendiente_de(e->estado));
	json_array(w, "pasos");
	for (int i = 0; i < N_PASOS; i++)
		paso_objeto(&l, &pasos[i]);
	json_array_end(w);
	dias_por_oficina(&l);
	/* desistir and caducar belong to no step: how the file ended is told apart. */
	if (e->estado == ESTADO_CONCLUIDO && e->n_tramos > 0)
		acto_de_tramo(&l, "cierre", &e->tramos[e->n_tramos - 1]);
	json_object_end(w);
}
