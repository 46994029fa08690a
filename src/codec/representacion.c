/* The file as its reader sees it. */
#include "codec/representacion.h"

#include "codec/representacion_interno.h"
#include "codec/tipos.h"

struct vista {
	struct json_writer w;
	const struct expediente *e;
	const struct actor *who;
	const struct entorno *env;
	bool oculto; /* the dictamen and its recommendations are still internal */
};

static bool oficinas_internas(enum rol r)
{
	return r == ROL_DGCP || r == ROL_CJA || r == ROL_CJA_TITULAR || r == ROL_AUDITORIA;
}

static void cabecera(struct vista *v)
{
	struct json_writer *w = &v->w;
	const struct expediente *e = v->e;
	json_uuid(w, "id", &e->id);
	json_string(w, "folio", e->folio);
	json_uuid(w, "organizacion", &e->organizacion);
	json_string(w, "cve_ent", e->cve_ent[0] ? e->cve_ent : NULL);
	json_int(w, "version", e->version);
	json_slug(w, "estado", &vocabulario_estado, e->estado);
	json_string(w, "estado_titulo", vocabulario_titulo(&vocabulario_estado, (int)e->estado));
	json_int(w, "paso", estado_paso(e->estado));
	json_slug(w, "turno", &vocabulario_oficina, estado_turno(e->estado));
	json_slug(w, "resultado", &vocabulario_resultado, e->resultado);
	json_instante(w, "creado_en", e->creado_en);
	json_instante(w, "actualizado_en", e->actualizado_en);
	struct datos_expediente datos = e->datos;
	if (v->who->rol == ROL_ENLACE_ESTATAL) /* who may be called is the filing office's own matter (rule 10) */
		datos.contacto = (struct contacto){0};
	json_value(w, "datos", &desc_datos_expediente, &datos);
}

static void documentos(struct vista *v)
{
	json_array(&v->w, "documentos");
	for (size_t i = 0; i < v->e->n_documentos; i++) {
		if (documento_visible(&v->e->documentos[i], v->who))
			documento_objeto(&v->w, NULL, &v->e->documentos[i]);
	}
	json_array_end(&v->w);
}

void renglon_miembros(struct json_writer *w, const struct renglon *r, int desde_acto)
{
	json_int(w, "numero", r->numero);
	json_slug(w, "tipo", &vocabulario_renglon, r->tipo);
	json_int(w, "acto", r->acto);
	json_int(w, "version_proyecto", r->version_proyecto);
	json_string(w, "clausula", r->clausula);
	json_string(w, "texto", r->texto);
	json_string(w, "pasaje", r->pasaje);
	json_slug(w, "severidad", &vocabulario_severidad, r->severidad);
	if (r->recomendacion)
		json_int(w, "recomendacion", r->recomendacion);
	if (r->ancla.parte) {
		struct ancla a = r->ancla;
		a.observacion = 0; /* the line's own number says which one it is */
		json_value(w, "ancla", &desc_ancla, &a);
	}
	json_string(w, "respuesta", r->respuesta);
	if (r->respuesta_acto)
		json_int(w, "respuesta_acto", r->respuesta_acto);
	/* What the dictamen verified is part of it. */
	if (r->verificacion && !(desde_acto > 0 && r->verificacion_acto >= desde_acto)) {
		json_slug(w, "verificacion", &vocabulario_verificacion, r->verificacion);
		json_string(w, "verificacion_motivo", r->verificacion_motivo);
		json_int(w, "verificacion_acto", r->verificacion_acto);
	}
}

static void renglones(struct vista *v)
{
	json_array(&v->w, "observaciones");
	for (size_t i = 0; i < v->e->n_renglones; i++) {
		const struct renglon *r = &v->e->renglones[i];
		if (v->oculto && r->tipo == RENGLON_RECOMENDACION)
			continue;
		json_object(&v->w, NULL);
		renglon_miembros(&v->w, r, v->oculto ? v->e->dictamen.acto : 0);
		json_object_end(&v->w);
	}
	json_array_end(&v->w);
}

static void prevencion(struct vista *v)
{
	struct json_writer *w = &v->w;
	const struct expediente *e = v->e;
	if (!e->prevencion.acto)
		return;
	json_object(w, "prevencion");
	json_int(w, "acto", e->prevencion.acto);
	json_array(w, "faltantes");
	for (size_t i = 0; i < e->prevencion.n_faltantes; i++) {
		const struct faltante *f = &e->prevencion.faltantes[i];
		json_object(w, NULL);
		json_int(w, "numero", f->numero);
		json_string(w, "requisito", f->requisito);
		json_string(w, "detalle", f->detalle);
		json_string(w, "respuesta", f->respuesta);
		json_object_end(w);
	}
	json_array_end(w);
	json_fecha(w, "vence", e->prevencion.vence);
	if (e->prevencion.desahogo_acto)
		json_int(w, "desahogo_acto", e->prevencion.desahogo_acto);
	json_object_end(w);
}

static void eventualidad_y_antelacion(struct vista *v)
{
	struct json_writer *w = &v->w;
	const struct expediente *e = v->e;
	if (e->eventualidad.acto) {
		json_object(w, "eventualidad");
		json_int(w, "acto", e->eventualidad.acto);
		json_string(w, "motivo", e->eventualidad.motivo);
		json_object_end(w);
	}
	if (e->antelacion.acto) {
		json_object(w, "antelacion");
		json_int(w, "acto", e->antelacion.acto);
		computo_miembros(w, &e->antelacion.computo);
		json_object_end(w);
	}
}

static void dictamen(struct vista *v)
{
	struct json_writer *w = &v->w;
	const struct expediente *e = v->e;
	if (!e->dictamen.acto || v->oculto)
		return;
	json_object(w, "dictamen");
	json_int(w, "acto", e->dictamen.acto);
	json_slug(w, "sentido", &vocabulario_sentido, e->dictamen.sentido);
	json_string(w, "numero", e->dictamen.numero);
	json_string(w, "fundamento", e->dictamen.fundamento);
	json_string(w, "motivacion", e->dictamen.motivacion);
	json_uuid(w, "emisor", &e->dictamen.emisor);
	if (!sha256_is_zero(&e->dictamen.huella))
		json_sha256(w, "huella", &e->dictamen.huella);
	json_object_end(w);
}

static void copia_y_registro(struct vista *v)
{
	struct json_writer *w = &v->w;
	const struct expediente *e = v->e;
	if (e->copia.acto) {
		json_object(w, "copia");
		json_int(w, "acto", e->copia.acto);
		json_fecha(w, "fecha_suscripcion", e->copia.fecha_suscripcion);
		json_string(w, "lugar_suscripcion", e->copia.lugar_suscripcion);
		json_uuid(w, "documento", &e->copia.documento);
		json_object_end(w);
	}
	if (e->registro.acto) {
		json_object(w, "registro");
		json_int(w, "acto", e->registro.acto);
		json_string(w, "numero", e->registro.numero);
		json_string(w, "terminos", e->registro.terminos);
		json_object_end(w);
	}
	if (e->caducidad.acto) {
		json_object(w, "caducidad");
		json_int(w, "acto", e->caducidad.acto);
		json_instante(w, "en", e->caducidad.en);
		json_fecha(w, "desde", e->caducidad.desde);
		json_object_end(w);
	}
}

/* What was computed when CJA received it counts; before that, the limits for the intended date. */
static void plazos(struct vista *v)
{
	struct json_writer *w = &v->w;
	const struct expediente *e = v->e;
	struct computo k = e->antelacion.computo;
	if (!e->antelacion.acto)
		plazo_compute(v->env->calendario, v->env->reglas, INSTANTE_NINGUNO, e->datos.fecha_firma_pretendida, &k);
	json_object(w, "plazos");
	json_fecha(w, "vence", expediente_vence(e, v->env->calendario, v->env->reglas));
	if (e->datos.fecha_firma_pretendida != DIA_NINGUNO) {
		json_fecha(w, "ultima_recepcion", k.ultima_recepcion);
		json_fecha(w, "recepcion_recomendada", k.recepcion_recomendada);
		json_fecha(w, "fecha_firma", e->datos.fecha_firma_pretendida);
		json_bool(w, "calendario_incompleto", k.calendario_incompleto);
	}
	json_object_end(w);
}

static void responsables(struct vista *v)
{
	if (!oficinas_internas(v->who->rol))
		return;
	json_object(&v->w, "responsables");
	json_uuid(&v->w, "dgcp", &v->e->responsable_dgcp);
	json_uuid(&v->w, "cja", &v->e->responsable_cja);
	json_object_end(&v->w);
}

static void avisos(struct vista *v)
{
	enum aviso hay[AVISO_COUNT];
	if (!oficinas_internas(v->who->rol) && v->who->rol != ROL_GOBIERNO_LOCAL)
		return;
	size_t n = expediente_avisos(v->e, hay);
	json_array(&v->w, "avisos");
	for (size_t i = 0; i < n; i++) {
		const struct aviso_info *info = aviso_info(hay[i]);
		json_object(&v->w, NULL);
		json_string(&v->w, "codigo", info->slug);
		json_string(&v->w, "texto", info->texto);
		json_string(&v->w, "fundamento", info->fundamento);
		json_object_end(&v->w);
	}
	json_array_end(&v->w);
}

static void comunicaciones(struct vista *v)
{
	struct json_writer *w = &v->w;
	json_array(w, "comunicaciones");
	for (size_t i = 0; i < v->e->n_comunicaciones; i++) {
		const struct comunicacion *c = &v->e->comunicaciones[i];
		json_object(w, NULL);
		json_int(w, "acto", c->acto);
		json_slug(w, "tipo", &vocabulario_acto, c->tipo);
		json_bool(w, "acusada", c->acuse_acto != 0);
		if (c->acuse_acto) {
			json_int(w, "acuse_acto", c->acuse_acto);
			json_instante(w, "acuse_en", c->acuse_en);
		}
		json_object_end(w);
	}
	json_array_end(w);
}

static void disponible(struct json_writer *w, const struct disponible *d)
{
	json_object(w, NULL);
	json_slug(w, "acto", &vocabulario_acto, d->acto);
	json_string(w, "titulo", vocabulario_titulo(&vocabulario_acto, (int)d->acto));
	if (d->paso)
		json_int(w, "paso", d->paso);
	json_array(w, "faltan");
	for (size_t i = 0; i < d->n_faltan; i++) {
		const struct error_item *f = &d->faltan[i];
		json_object(w, NULL);
		json_string(w, "codigo", f->slug);
		json_string(w, "pointer", f->pointer);
		json_string(w, "detalle", f->detail.es);
		json_string(w, "que_hacer", f->que_hacer.es);
		json_object_end(w);
	}
	json_array_end(w);
	json_fecha(w, "a_partir_de", d->a_partir_de);
	json_fecha(w, "hasta", d->hasta);
	acto_miembros(w, "datos", d->acto);
	json_object_end(w);
}

static void enlaces(struct vista *v)
{
	static const struct {
		const char *nombre, *ruta;
	} rutas[] = {
		{"self", ""}, {"actos", "/actos"}, {"pasos", "/pasos"}, {"documentos", "/documentos"}, {"observaciones", "/observaciones"}};
	char id[UUID_LEN];
	BUF_AUTO b;
	buf_init(&b, 256);
	uuid_format(&v->e->id, id);
	json_object(&v->w, "_enlaces");
	for (size_t i = 0; i < sizeof rutas / sizeof rutas[0]; i++) {
		buf_reset(&b);
		buf_printf(&b, "/v1/expedientes/%s%s", id, rutas[i].ruta);
		json_string(&v->w, rutas[i].nombre, buf_str(&b));
	}
	/* Whether another file is like this one is for the offices alone (rules 2 and 11). */
	if (oficinas_internas(v->who->rol)) {
		buf_reset(&b);
		buf_printf(&b, "/v1/expedientes/%s/parecidos", id);
		json_string(&v->w, "parecidos", buf_str(&b));
	}
	json_object_end(&v->w);
}

void expediente_write(struct buf *out, const struct expediente *e, const struct actor *who, const struct disponible *disponibles, size_t n,
	const struct entorno *env)
{
	struct vista v = {.e = e, .who = who, .env = env};
	v.oculto = e->dictamen.acto && acto_reservado(e, ACTO_DICTAMINAR, e->dictamen.acto, who);
	json_begin(&v.w, out);
	json_object(&v.w, NULL);
	cabecera(&v);
	documentos(&v);
	renglones(&v);
	prevencion(&v);
	eventualidad_y_antelacion(&v);
	dictamen(&v);
	copia_y_registro(&v);
	plazos(&v);
	responsables(&v);
	avisos(&v);
	comunicaciones(&v);
	json_array(&v.w, "actos_disponibles");
	for (size_t i = 0; i < n; i++)
		disponible(&v.w, &disponibles[i]);
	json_array_end(&v.w);
	json_sha256(&v.w, "hash", &e->cabeza);
	enlaces(&v);
	json_object_end(&v.w);
}
