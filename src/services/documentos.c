/* Documents in and out. */
#include <string.h>
#include <utf8proc.h>

#include "base/utf8.h"
#include "codec/json.h"
#include "codec/representacion.h"
#include "services/calendario.h"
#include "services/consulta.h"
#include "services/documentos.h"
#include "services/informes.h"
#include "services/tramite_privado.h"
#include "store/contenido.h"

#define NOMBRE_MAX 200
#define CARGA_MAX (16u << 20)

/* ---- taking one in ---- */

/* File names come from strangers: the last path component, without control or direction marks; never empty. */
static const char *clean_name(const char *given, enum documento_tipo tipo, struct arena *a)
{
	const char *base = given ? given : "";
	for (const char *p = base; *p; p++)
		if (*p == '/' || *p == '\\')
			base = p + 1;
	if (*base == '\0' || strcmp(base, ".") == 0 || strcmp(base, "..") == 0 || !utf8_valid(base, strlen(base)))
		return arena_printf(a, "documento.%s", documento_tipo_extension(tipo));
	BUF_AUTO b;
	buf_init(&b, 4 * NOMBRE_MAX + 4);
	int n = 0;
	for (const char *p = base; *p && n < NOMBRE_MAX; n++) {
		utf8proc_int32_t c;
		utf8proc_ssize_t len = utf8proc_iterate((const utf8proc_uint8_t *)p, -1, &c);
		char uno[5] = "";
		memcpy(uno, p, (size_t)len);
		buf_puts(&b, c < 0x20 || c == 0x7f || utf8_has_control(uno) ? "_" : uno);
		p += len;
	}
	return b.failed ? NULL : arena_strdup(a, buf_str(&b));
}

struct previa {
	struct obrero *o;
	struct tramite *t;
	const struct documento_entrada *in;
};

/* The decision before the bytes are looked at: nobody makes the cage work for a file that is not theirs. */
static enum status allowed(const struct expediente *e, void *arg, struct error *err)
{
	struct previa *p = arg;
	struct documento d = *p->t->documento;
	const struct calendario *cal = calendario_vivo_get(p->o->app->calendario);
	struct entorno env = {.now = reloj_legal(),
		.calendario = cal,
		.reglas = &p->o->app->reglas,
		.organizacion_activa = true,
		.documentos_max = p->o->app->config->documentos_por_clase};
	struct decision nada;
	enum status st = decision_documento(e, &d, p->t->who, &env, p->t->arena, &nada, err);
	calendario_vivo_put(p->o->app->calendario, cal);
	return st;
}

static enum status finding(const struct informe *i, const char *declarado, struct error *err)
{
	switch (i->rechazo) {
	case INSPECCION_NINGUNO:
		return STATUS_OK;
	case INSPECCION_VACIO:
		return error_set(err, PROBLEM_DOCUMENTO_VACIO);
	case INSPECCION_TIPO_FALSO:
	case INSPECCION_NO_ES_WORD:
		return error_set(err, PROBLEM_DOCUMENTO_TIPO_FALSO, declarado, documento_tipo_media(i->tipo));
	case INSPECCION_TRUNCADO:
		return error_set(err, PROBLEM_DOCUMENTO_INCOMPLETO);
	case INSPECCION_VIRUS:
		return error_set(
			err, PROBLEM_DOCUMENTO_INFECTADO, i->n_hallazgos && i->hallazgos[0].detalle ? i->hallazgos[0].detalle : "");
	case INSPECCION_CIFRADO:
	case INSPECCION_MACROS:
	case INSPECCION_DEMASIADO:
	case INSPECCION_ILEGIBLE:
	case INSPECCION_SIN_TEXTO:
	case INSPECCION_FALLO_JAULA:
	case INSPECCION_TIEMPO:
	case INSPECCION_HALLAZGO_COUNT:
		break;
	}
	const struct rechazo_info *r = rechazo_info(i->rechazo);
	return error_set(err, PROBLEM_DOCUMENTO_RECHAZADO, r->detail.es, r->detail.en, r->que_hacer.es, r->que_hacer.en);
}

/* The report of these bytes: the one that is kept, judged by what is declared this time, or a new one, which goes into `json` to be kept. */
static enum status report(
	struct obrero *o, const struct documento_entrada *in, struct arena *a, struct informe *i, struct buf *json, struct error *err)
{
	struct informe_opciones op = informe_opciones_of(o->app);
	bool hay;
	enum status st = informe_find(o, &in->sha256, a, i, &hay, err);
	if (st == STATUS_OK && hay) {
		informe_declarar(i, in->tipo_medio);
		return informe_antivirus(&op, in->fd, (uint64_t)in->tamano, a, i, err);
	}
	if (st == STATUS_OK) {
		while (sem_wait(&o->app->inspecciones) != 0)
			; /* a signal */
		st = informe_run(&op, in->fd, (uint64_t)in->tamano, in->tipo_medio, a, i, err);
		sem_post(&o->app->inspecciones);
	}
	if (st != STATUS_OK || i->rechazo != INSPECCION_NINGUNO)
		return st;
	informe_encode(i, json);
	return json->failed ? error_set(err, PROBLEM_SATURADO) : STATUS_OK;
}

static enum status inspect(struct obrero *o, struct tramite *t, const struct documento_entrada *in, struct buf *json)
{
	struct informe i;
	ARENA_AUTO *a = arena_create(INFORME_ARENA);
	if (!a)
		return error_set(t->err, PROBLEM_SATURADO);
	enum status st = report(o, in, a, &i, json, t->err);
	if (st == STATUS_OK)
		st = finding(&i, in->tipo_medio ? in->tipo_medio : "", t->err);
	if (st != STATUS_OK)
		return st;
	t->informe = json->len ? buf_str(json) : NULL;
	t->documento->tipo_medio = documento_tipo_media(i.tipo);
	t->documento->nombre = clean_name(in->nombre, i.tipo, t->arena);
	t->documento->tiene_huella = i.tiene_huella && in->clase == CLASE_DOCUMENTO_PROYECTO;
	t->documento->huella = i.huella;
	return t->documento->nombre ? STATUS_OK : error_set(t->err, PROBLEM_INTERNO);
}

#define MEDIA(tipo, media, extension) media " (" extension "), "
static enum status declared(struct tramite *t, const struct documento_entrada *in)
{
	enum documento_tipo tipo;
	t->documento = ARENA_NEW(t->arena, struct documento);
	if (!t->documento)
		return error_set(t->err, PROBLEM_INTERNO);
	if (in->tamano == 0)
		return error_set(t->err, PROBLEM_DOCUMENTO_VACIO);
	const char *medio = in->clase == CLASE_DOCUMENTO_CORREO ? documento_tipo_exigido(in->clase) : NULL;
	if (!documento_tipo_parse(in->tipo_medio, &tipo) && !medio)
		return error_set(t->err, PROBLEM_TIPO_NO_SOPORTADO, in->tipo_medio ? in->tipo_medio : "",
			DOCUMENTO_TIPOS(MEDIA) "multipart/form-data");
	*t->documento = (struct documento){
		.id = uuid_is_nil(&in->id) ? uuid_v7(reloj_now() / 1000) : in->id,
		.clase = in->clase,
		.nombre = medio ? in->nombre : "documento",
		.tipo_medio = medio ? medio : documento_tipo_media(tipo),
		.tamano = in->tamano,
		.sha256 = in->sha256,
	};
	t->clase = TRAMITE_DOCUMENTO;
	t->contenido_fd = in->fd;
	t->fecha_legal = DIA_NINGUNO;
	return STATUS_OK;
}

void documento_add(struct obrero *o, struct tramite *t, const struct documento_entrada *in)
{
	struct previa p = {.o = o, .t = t, .in = in};
	BUF_AUTO json;
	buf_init(&json, INFORME_JSON_MAX);
	t->status = declared(t, in);
	if (t->status != STATUS_OK)
		return;
	tramites_remembered(o, &t, 1);
	ARENA_AUTO *a = arena_create(CARGA_MAX);
	if (!tramite_done(t))
		t->status = a ? expediente_with(o, t->who, t->ref, a, allowed, &p, t->err) : error_set(t->err, PROBLEM_INTERNO);
	if (!tramite_done(t) && in->clase != CLASE_DOCUMENTO_CORREO)
		t->status = inspect(o, t, in, &json);
	if (!tramite_done(t))
		tramites_perform_claimed(o, &t, 1);
	tramites_release_keys(&t, 1);
	t->informe = NULL;
}

/* ---- giving one out ---- */

struct busqueda {
	const struct actor *who;
	struct uuid id;
	struct arena *arena;
	struct documento_hallado *out;
	const struct emitido_fila *emitidos;
	size_t n_emitidos;
};

static enum status copy_brought(const struct documento *d, struct busqueda *b, struct error *err)
{
	b->out->d = *d;
	b->out->d.nombre = arena_strdup(b->arena, d->nombre);
	b->out->d.tipo_medio = arena_strdup(b->arena, d->tipo_medio);
	return b->out->d.nombre && b->out->d.tipo_medio ? STATUS_OK : error_set(err, PROBLEM_INTERNO);
}

static enum status copy_document(const struct expediente *e, void *arg, struct error *err)
{
	struct busqueda *b = arg;
	const struct documento *d = expediente_documento_by_id(e, &b->id);
	*b->out = (struct documento_hallado){0};
	if (d && documento_visible(d, b->who))
		return copy_brought(d, b, err);
	for (size_t i = 0; i < b->n_emitidos; i++) {
		const struct emitido_fila *f = &b->emitidos[i];
		if (uuid_cmp(&f->id, &b->id) != 0 || !emitido_fila_visible(e, f, b->who))
			continue;
		b->out->emitido = f;
		b->out->d = (struct documento){
			.id = f->id, .nombre = f->nombre, .tipo_medio = "application/pdf", .tamano = f->tamano, .sha256 = f->sha256};
		return STATUS_OK;
	}
	return error_set(err, PROBLEM_NO_ENCONTRADO);
}

void documento_hallado_write(struct buf *out, const struct documento_hallado *d)
{
	if (d->emitido)
		emitido_write(out, d->emitido);
	else
		documento_write(out, &d->d);
}

/* What the service wrote in a file named by id or folio; none when the caller may not see it (the file itself is asked for afterwards). */
static enum status written_in(struct obrero *o, const struct actor *who, const char *ref, struct arena *a, struct emitido_fila **out,
	size_t *n, struct error *err)
{
	struct uuid id;
	enum status st = uuid_parse(ref, &id) ? STATUS_OK : expedientes_by_folio(o->db, who, ref, &id, err);
	return st == STATUS_OK ? emitidos_load(o, who, &id, a, out, n, err) : st;
}

enum status documento_find(struct obrero *o, const struct actor *who, const char *ref, const char *documento, struct arena *a,
	struct documento_hallado *out, struct error *err)
{
	struct busqueda b = {.who = who, .arena = a, .out = out};
	struct emitido_fila *filas;
	if (!uuid_parse(documento, &b.id))
		return error_set(err, PROBLEM_NO_ENCONTRADO);
	enum status st = written_in(o, who, ref, a, &filas, &b.n_emitidos, err);
	if (st != STATUS_OK)
		return st;
	b.emitidos = filas;
	ARENA_AUTO *carga = arena_create(CARGA_MAX);
	if (!carga)
		return error_set(err, PROBLEM_INTERNO);
	return expediente_with(o, who, ref, carga, copy_document, &b, err);
}

enum status documento_inspeccion_write(struct obrero *o, const struct documento *d, struct buf *out, struct error *err)
{
	struct informe i;
	ARENA_AUTO *a = arena_create(INFORME_ARENA);
	enum status st = a ? informe_load(o, &d->sha256, d->tamano, a, &i, err) : error_set(err, PROBLEM_SATURADO);
	if (st == STATUS_OK)
		informe_write(out, &i);
	return st;
}

enum status documento_copy(struct obrero *o, const struct documento *d, int64_t desde, int64_t largo, int fd, struct error *err)
{
	return contenido_get(o->db, &d->sha256, desde, largo, fd, err);
}

struct listado {
	const struct actor *who;
	struct buf *out;
	int version;
	const struct emitido_fila *emitidos;
	size_t n_emitidos;
};

static enum status write_all(const struct expediente *e, void *arg, struct error *err)
{
	struct listado *l = arg;
	bool otro = false;
	l->version = e->version;
	buf_puts(l->out, "{\"datos\":[");
	for (size_t i = 0; i < e->n_documentos; i++) {
		if (!documento_visible(&e->documentos[i], l->who))
			continue;
		if (otro)
			buf_putc(l->out, ',');
		otro = true;
		documento_write(l->out, &e->documentos[i]);
	}
	for (size_t i = 0; i < l->n_emitidos; i++) {
		if (!emitido_fila_visible(e, &l->emitidos[i], l->who))
			continue;
		if (otro)
			buf_putc(l->out, ',');
		otro = true;
		emitido_write(l->out, &l->emitidos[i]);
	}
	buf_puts(l->out, "],\"siguiente\":null}");
	return l->out->failed ? error_set(err, PROBLEM_INTERNO) : STATUS_OK;
}

enum status documentos_write(
	struct obrero *o, const struct actor *who, const char *ref, struct arena *a, struct buf *out, const char **etag, struct error *err)
{
	struct listado l = {.who = who, .out = out};
	struct emitido_fila *filas;
	enum status st = written_in(o, who, ref, a, &filas, &l.n_emitidos, err);
	if (st != STATUS_OK)
		return st;
	l.emitidos = filas;
	ARENA_AUTO *carga = arena_create(CARGA_MAX);
	if (!carga)
		return error_set(err, PROBLEM_INTERNO);
	st = expediente_with(o, who, ref, carga, write_all, &l, err);
	if (st != STATUS_OK)
		return st;
	char marca[MARCA_LEN];
	consulta_marca(who, marca);
	*etag = l.n_emitidos ? arena_printf(a, "\"%d-%zu-%s\"", l.version, l.n_emitidos, marca)
			     : arena_printf(a, "\"%d-%s\"", l.version, marca);
	return *etag ? STATUS_OK : error_set(err, PROBLEM_INTERNO);
}
