/*
 * What a template is given. Every member is always there, null when it has no value: a template that asks for another name is at fault, and is told so.
 * Contact data, e-mails and telephones are not given (rule 10).
 */
#include "emision/documento.h"

#include <string.h>

#include "codec/json.h"
#include "emision/letra.h"
#include "emision/qr.h"
#include "recursos/embedded.h"

#define SVG_MAX (256u * 1024)
#define LETRA_MAX 200

struct pluma {
	struct json_writer w;
	const struct emision_entrada *in;
	const struct expediente *e;
	const struct acto_datos *d;
	const struct efectos *f;
	struct arena *a;
};

/* ---- small things ---- */

static void long_date(struct pluma *p, const char *key, dia_t d)
{
	BUF_AUTO b;
	buf_init(&b, LETRA_MAX);
	letra_fecha(&b, d);
	json_string_or_null(&p->w, key, d == DIA_NINGUNO ? NULL : buf_str(&b));
}

static void word_date(struct pluma *p, const char *key, dia_t d)
{
	BUF_AUTO b;
	buf_init(&b, LETRA_MAX);
	letra_fecha_palabras(&b, d);
	json_string_or_null(&p->w, key, d == DIA_NINGUNO ? NULL : buf_str(&b));
}

/* "26 de noviembre de 2026 a las 10:15:32 h (UTC−06:00)" */
static void moment(struct pluma *p, const char *key, instante_t t)
{
	char iso[INSTANTE_LEN];
	BUF_AUTO b;
	buf_init(&b, LETRA_MAX);
	instante_format(t, iso);
	size_t n = strlen(iso);
	letra_fecha(&b, instante_dia(t));
	if (n > 25) {
		bool oeste = iso[n - 6] == '-';
		buf_printf(&b, " a las %.8s h (UTC%s%s)", iso + 11, oeste ? "−" : "+", iso + n - 5);
	}
	json_string(&p->w, key, buf_str(&b));
}

static void title(struct pluma *p, const char *key, const struct vocabulario *v, int valor)
{
	json_string_or_null(&p->w, key, valor ? vocabulario_titulo(v, valor) : NULL);
}

static void number_or_null(struct pluma *p, const char *key, int n)
{
	if (n)
		json_int(&p->w, key, n);
	else
		json_raw(&p->w, key, "null");
}

/* Spanish name of an ISO 3166-1 code, from the catalogue that the program carries; the code itself when it is not there. */
static const char *country(struct arena *a, const char *codigo)
{
	const char *texto = NULL;
	for (size_t i = 0; i < recurso_count && !texto; i++)
		if (strcmp(recursos[i].name, "config/paises.csv") == 0)
			texto = (const char *)recursos[i].data;
	for (const char *l = texto; codigo && l && *l; l += strcspn(l, "\n"), l += *l == '\n')
		if (strncmp(l, codigo, 2) == 0 && l[2] == ',') {
			const bool citado = l[3] == '"';
			return arena_memdup(a, l + 3 + citado, strcspn(l + 3 + citado, citado ? "\"" : ",\r\n"));
		}
	return codigo;
}

/* ---- the file ---- */

static void counterparts(struct pluma *p)
{
	const struct datos_expediente *x = &p->e->datos;
	json_array(&p->w, "contrapartes");
	for (size_t i = 0; i < x->n_contrapartes; i++) {
		const struct contraparte *c = &x->contrapartes[i];
		json_object(&p->w, NULL);
		json_string_or_null(&p->w, "nombre", c->nombre);
		title(p, "clase", &vocabulario_clase_contraparte, (int)c->clase);
		json_string_or_null(&p->w, "pais", country(p->a, c->pais));
		json_string_or_null(&p->w, "ciudad", c->ciudad);
		json_object_end(&p->w);
	}
	json_array_end(&p->w);
	json_array(&p->w, "organos_locales");
	for (size_t i = 0; i < x->n_organos_locales; i++)
		json_string(&p->w, NULL, x->organos_locales[i]);
	json_array_end(&p->w);
	json_array(&p->w, "areas");
	for (size_t i = 0; i < x->n_areas; i++)
		json_string(&p->w, NULL, vocabulario_titulo(&vocabulario_area, (int)x->areas[i]));
	json_array_end(&p->w);
}

static void file(struct pluma *p)
{
	const struct datos_expediente *x = &p->e->datos;
	json_object(&p->w, "expediente");
	json_uuid(&p->w, "id", &p->e->id);
	json_string_or_null(&p->w, "folio", p->e->folio);
	json_string(&p->w, "organizacion", p->in->organizacion);
	json_string(&p->w, "organizacion_siglas", p->in->organizacion_siglas);
	json_string_or_null(&p->w, "organo_firmante", x->organo_firmante);
	json_string_or_null(&p->w, "fundamento_facultades", x->fundamento_facultades);
	json_string_or_null(&p->w, "denominacion", x->denominacion);
	title(p, "tipo", &vocabulario_tipo_acuerdo, (int)x->tipo);
	title(p, "nivel", &vocabulario_nivel, (int)x->nivel);
	counterparts(p);
	long_date(p, "fecha_firma", x->fecha_firma_pretendida);
	json_string_or_null(&p->w, "lugar_firma", x->lugar_firma);
	title(p, "vigencia", &vocabulario_vigencia, (int)x->vigencia);
	long_date(p, "vigencia_desde", x->vigencia_desde);
	long_date(p, "vigencia_hasta", x->vigencia_hasta);
	json_string_or_null(&p->w, "tratado_base", x->tratado_base);
	json_string_or_null(&p->w, "modifica_a", x->modifica_a);
	json_object_end(&p->w);
}

/* ---- what the act says ---- */

static void ledger(struct pluma *p, const char *key, enum renglon_tipo tipo, int acto)
{
	json_array(&p->w, key);
	for (size_t i = 0; i < p->e->n_renglones; i++) {
		const struct renglon *r = &p->e->renglones[i];
		if ((tipo && r->tipo != tipo) || (acto && r->acto != acto))
			continue;
		json_object(&p->w, NULL);
		json_int(&p->w, "numero", r->numero);
		json_string_or_null(&p->w, "clausula", r->clausula);
		json_string_or_null(&p->w, "texto", r->texto);
		json_string_or_null(&p->w, "pasaje", r->pasaje);
		title(p, "severidad", &vocabulario_severidad, (int)r->severidad);
		number_or_null(p, "recomendacion", r->recomendacion);
		json_object_end(&p->w);
	}
	json_array_end(&p->w);
}

static void answers(struct pluma *p)
{
	json_array(&p->w, "respuestas");
	for (size_t i = 0; i < p->d->n_respuestas; i++) {
		json_object(&p->w, NULL);
		json_int(&p->w, "numero", p->d->respuestas[i].numero);
		json_string_or_null(&p->w, "respuesta", p->d->respuestas[i].respuesta);
		json_object_end(&p->w);
	}
	json_array_end(&p->w);
	json_array(&p->w, "verificaciones");
	for (size_t i = 0; i < p->d->n_verificaciones; i++) {
		json_object(&p->w, NULL);
		json_int(&p->w, "numero", p->d->verificaciones[i].numero);
		title(p, "resultado", &vocabulario_verificacion, (int)p->d->verificaciones[i].resultado);
		json_string_or_null(&p->w, "motivo", p->d->verificaciones[i].motivo);
		json_object_end(&p->w);
	}
	json_array_end(&p->w);
	json_array(&p->w, "faltantes");
	for (size_t i = 0; i < p->d->n_faltantes; i++) {
		json_object(&p->w, NULL);
		json_int(&p->w, "numero", (int)i + 1);
		json_string_or_null(&p->w, "requisito", p->d->faltantes[i].requisito);
		json_string_or_null(&p->w, "detalle", p->d->faltantes[i].detalle);
		json_object_end(&p->w);
	}
	json_array_end(&p->w);
}

static void computation(struct pluma *p)
{
	const struct computo *k = &p->f->computo;
	if (!p->f->tiene_computo) {
		json_raw(&p->w, "computo", "null");
		return;
	}
	bool recibida = k->recepcion != INSTANTE_NINGUNO;
	json_object(&p->w, "computo");
	long_date(p, "recepcion_efectiva", recibida ? k->recepcion_efectiva : DIA_NINGUNO);
	long_date(p, "fecha_firma", k->fecha_firma);
	long_date(p, "ultima_recepcion", k->ultima_recepcion);
	json_int(&p->w, "n", k->n);
	json_int(&p->w, "dias_requeridos", k->dias_requeridos);
	json_bool(&p->w, "en_tiempo", k->en_tiempo);
	json_object_end(&p->w);
}

static const struct tramo *stay_of(const struct expediente *e, int acto)
{
	for (size_t i = 0; i < e->n_tramos; i++)
		if (e->tramos[i].acto == acto)
			return &e->tramos[i];
	return NULL;
}

/* What the file says beside the act: the dictamen, the copy, the entry. */
static void background(struct pluma *p)
{
	const struct expediente *e = p->e;
	const struct tramo *t = stay_of(e, e->dictamen.acto);
	json_object(&p->w, "dictamen");
	json_string_or_null(&p->w, "numero", e->dictamen.numero);
	long_date(p, "fecha", t ? instante_dia(t->desde) : DIA_NINGUNO);
	title(p, "sentido", &vocabulario_sentido, (int)e->dictamen.sentido);
	json_string(&p->w, "sentido_clave", vocabulario_slug(&vocabulario_sentido, (int)e->dictamen.sentido));
	json_object_end(&p->w);
	json_object(&p->w, "copia");
	long_date(p, "fecha_suscripcion", e->copia.acto ? e->copia.fecha_suscripcion : DIA_NINGUNO);
	json_string_or_null(&p->w, "lugar_suscripcion", e->copia.lugar_suscripcion);
	json_object_end(&p->w);
	json_object(&p->w, "registro");
	json_string_or_null(&p->w, "numero", e->registro.numero);
	json_string_or_null(&p->w, "terminos", e->registro.terminos);
	json_object_end(&p->w);
	json_string_or_null(&p->w, "eventualidad", e->eventualidad.motivo);
	long_date(p, "prevencion_vence", e->prevencion.acto ? e->prevencion.vence : DIA_NINGUNO);
	ledger(p, "recomendaciones", RENGLON_RECOMENDACION, 0);
}

static void content(struct pluma *p)
{
	char huella[SHA256_HEX_LEN];
	json_object(&p->w, "contenido");
	json_string_or_null(&p->w, "motivo", p->d->motivo);
	json_string_or_null(&p->w, "detalle", p->d->detalle);
	json_string_or_null(&p->w, "fundamento", p->d->fundamento);
	json_string_or_null(&p->w, "motivacion", p->d->motivacion);
	json_string_or_null(&p->w, "terminos", p->d->terminos);
	title(p, "sentido", &vocabulario_sentido, (int)p->d->sentido);
	json_string(&p->w, "sentido_clave", vocabulario_slug(&vocabulario_sentido, (int)p->d->sentido));
	title(p, "motivo_devolucion", &vocabulario_motivo_copia, (int)p->d->motivo_devolucion);
	number_or_null(p, "plazo_dias", p->d->plazo_dias_habiles);
	long_date(p, "vence", p->f->vence);
	long_date(p, "fecha_suscripcion", p->d->fecha_suscripcion);
	json_string_or_null(&p->w, "lugar_suscripcion", p->d->lugar_suscripcion);
	title(p, "resultado", &vocabulario_resultado, (int)p->f->resultado);
	json_string(&p->w, "resultado_clave", vocabulario_slug(&vocabulario_resultado, (int)p->f->resultado));
	hex_encode(p->f->huella.b, SHA256_LEN, huella);
	json_string_or_null(&p->w, "huella", p->f->tiene_huella ? huella : NULL);
	ledger(p, "observaciones", RENGLON_NINGUNO, p->in->acto->n);
	answers(p);
	computation(p);
	background(p);
	json_object_end(&p->w);
}

static void supports(struct pluma *p)
{
	json_array(&p->w, "documentos");
	for (size_t i = 0; i < p->f->n_documentos; i++) {
		const struct documento *d = expediente_documento_by_id(p->e, &p->f->documentos[i]);
		json_object(&p->w, NULL);
		json_string(&p->w, "nombre", d ? d->nombre : "");
		title(p, "clase", &vocabulario_clase_documento, d ? (int)d->clase : 0);
		json_int(&p->w, "version", d ? d->version : 0);
		json_sha256(&p->w, "sha256", &p->f->documentos_sha[i]);
		json_object_end(&p->w);
	}
	json_array_end(&p->w);
}

static void act(struct pluma *p)
{
	const struct acto *x = p->in->acto;
	json_object(&p->w, "acto");
	json_int(&p->w, "n", x->n);
	json_string(&p->w, "clave", vocabulario_slug(&vocabulario_acto, (int)x->tipo));
	json_string(&p->w, "titulo", vocabulario_titulo(&vocabulario_acto, (int)x->tipo));
	moment(p, "registrado", x->registrado_en);
	json_sha256(&p->w, "hash", &x->hash);
	json_object(&p->w, "actor");
	json_string(&p->w, "nombre", p->in->actor_nombre);
	json_string(&p->w, "rol", vocabulario_titulo(&vocabulario_rol, (int)x->actor.rol));
	json_object_end(&p->w);
	json_object_end(&p->w);
}

/* ---- the document itself ---- */

static const char *number_title(enum serie s)
{
	switch (s) {
	case SERIE_FOLIO:
		return "Folio";
	case SERIE_OFICIO_DGCP:
	case SERIE_OFICIO_CJA:
		return "Oficio";
	case SERIE_DICTAMEN:
		return "Dictamen";
	case SERIE_REGISTRO:
		return "Inscripción";
	case SERIE_NO_LOCALIZACION: /* no act of a file gives one */
	case SERIE_NINGUNO:
	case SERIE_COUNT:
		break;
	}
	return NULL;
}

/* A folio belongs to the file, not to its acknowledgement. */
static const char *own_number(const struct efectos *f)
{
	return f->serie == SERIE_FOLIO ? NULL : f->numero_texto;
}

enum status emision_rotulo(const struct emision_entrada *in, struct arena *a, struct emision_rotulo *out, struct error *err)
{
	const struct acto *x = in->acto;
	const char *clase = vocabulario_titulo(&vocabulario_emitido, (int)in->emision->clase), *propio = own_number(x->efectos);
	const char *numero = x->datos->numero_oficial ? x->datos->numero_oficial : propio;
	char *nombre = propio ? arena_printf(a, "%s-%s.pdf", vocabulario_slug(&vocabulario_emitido, (int)in->emision->clase), propio)
			      : arena_printf(a, "%s-%s-%d.pdf", vocabulario_slug(&vocabulario_emitido, (int)in->emision->clase),
					in->e->folio ? in->e->folio : "", x->n);
	for (char *p = nombre; p && *p; p++)
		if (*p == '/' || *p == '\\')
			*p = '-';
	*out = (struct emision_rotulo){
		.numero = numero,
		.fecha = x->fecha_legal != DIA_NINGUNO ? x->fecha_legal : instante_dia(x->registrado_en),
		.nombre = nombre,
		.titulo = propio ? arena_printf(a, "%s %s", clase, propio) : clase,
	};
	return out->nombre && out->titulo ? STATUS_OK : error_set(err, PROBLEM_INTERNO);
}

const char *emision_url(const char *url_publica, const char *codigo, struct arena *a)
{
	return arena_printf(a, "%s/v1/verificacion/%s", url_publica, codigo);
}

static void document(struct pluma *p, const struct emision_rotulo *r)
{
	const char *propio = own_number(p->f);
	json_object(&p->w, "documento");
	json_string(&p->w, "clase", vocabulario_slug(&vocabulario_emitido, (int)p->in->emision->clase));
	json_string(&p->w, "titulo", vocabulario_titulo(&vocabulario_emitido, (int)p->in->emision->clase));
	json_string_or_null(&p->w, "numero", propio);
	json_string_or_null(&p->w, "numero_titulo", propio ? number_title(p->f->serie) : NULL);
	json_string_or_null(&p->w, "numero_oficial", p->d->numero_oficial);
	json_fecha(&p->w, "fecha", r->fecha);
	long_date(p, "fecha_larga", r->fecha);
	word_date(p, "fecha_palabras", r->fecha);
	json_object_end(&p->w);
	json_object(&p->w, "oficina");
	bool cja = p->in->emision->oficina == OFICINA_CJA;
	json_string(&p->w, "nombre", cja ? "Consultoría Jurídica" : "Dirección General de Coordinación Política");
	json_string(&p->w, "siglas", cja ? "CJA" : "DGCP");
	json_object_end(&p->w);
}

static enum status verification(struct pluma *p, struct error *err)
{
	const char *url = emision_url(p->in->url_publica, p->in->codigo, p->a);
	BUF_AUTO svg;
	buf_init(&svg, SVG_MAX);
	if (!url || !qr_svg(url, "Código QR para verificar este documento", &svg))
		return error_set(err, PROBLEM_INTERNO);
	json_object(&p->w, "verificacion");
	json_string(&p->w, "codigo", p->in->codigo);
	json_string(&p->w, "url", url);
	json_string(&p->w, "qr", buf_str(&svg));
	json_object_end(&p->w);
	return STATUS_OK;
}

void emision_write_proof(struct json_writer *w, const struct bitacora_inclusion *p)
{
	if (!p) {
		json_raw(w, "bitacora", "null");
		return;
	}
	char llave[2 * FIRMA_PUBLICA_LEN + 1], momento[INSTANTE_LEN];
	hex_encode(p->cabeza->llave.b, FIRMA_PUBLICA_LEN, llave);
	instante_format_utc(p->cabeza->momento, momento);
	json_object(w, "bitacora");
	json_string(w, "archivo", EMISION_PRUEBA);
	json_int(w, "indice", p->indice);
	json_int(w, "tamano", p->tamano);
	json_sha256(w, "hoja", &p->hoja);
	json_sha256(w, "raiz", &p->raiz);
	json_string(w, "momento", momento);
	json_string(w, "llave", llave);
	json_array(w, "prueba");
	for (size_t i = 0; i < p->n_prueba; i++)
		json_sha256(w, NULL, &p->prueba[i]);
	json_array_end(w);
	json_object_end(w);
}

enum status emision_datos(const struct emision_entrada *in, struct arena *a, struct buf *out, struct error *err)
{
	struct pluma p = {.in = in, .e = in->e, .d = in->acto->datos, .f = in->acto->efectos, .a = a};
	struct emision_rotulo r;
	enum status st = emision_rotulo(in, a, &r, err);
	if (st != STATUS_OK)
		return st;
	json_begin(&p.w, out);
	json_object(&p.w, NULL);
	document(&p, &r);
	file(&p);
	act(&p);
	content(&p);
	supports(&p);
	emision_write_proof(&p.w, in->prueba);
	st = verification(&p, err);
	json_object_end(&p.w);
	return st == STATUS_OK && out->failed ? error_set(err, PROBLEM_INTERNO) : st;
}
