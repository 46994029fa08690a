/* The pre-check: inspection and rules made into one list for people. */
#include "services/revision.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "domain/expediente.h"
#include "services/consulta.h"
#include "services/informes.h"
#include "services/oficio_guardado.h"
#include "store/contenido.h"

#define PROBLEMAS_MAX 1000
#define OMISIONES_MAX 40
#define NOMBRES_MAX 4000
#define CARGA_MAX (16u << 20)

/* One file under review. */
struct parte {
	enum regla_ambito archivo;
	struct informe informe;
	struct clausulado clausulas;
	struct arena *a;
	struct revision *out;
	struct oficio oficio; /* of a letter that can be read */
};

static const char *const tipos[REGLA_AMBITO_COUNT] = {[REGLA_SOLICITUD] = "application/pdf",
	[REGLA_PROYECTO] = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"};

static void add_problem(struct parte *p, const struct revision_problema *x)
{
	if (p->out->n_problemas < PROBLEMAS_MAX)
		p->out->problemas[p->out->n_problemas++] = *x;
}

static void add_omission(struct parte *p, const char *que, const char *motivo)
{
	if (p->out->n_omisiones < OMISIONES_MAX)
		p->out->omisiones[p->out->n_omisiones++] = (struct revision_omision){p->archivo, que, motivo};
}

/* How people call the clause in which a paragraph stands; NULL in a letter, or when the text has no clauses. */
static const char *clause_of(const struct parte *p, size_t parrafo)
{
	for (size_t i = 0; i < p->clausulas.n && p->clausulas.n > 1; i++) {
		const struct clausula *c = &p->clausulas.v[i];
		if (parrafo >= c->primero && parrafo < c->primero + c->n)
			return clausula_nombre(c, p->a);
	}
	return NULL;
}

/* ---- what the inspection found ---- */

static void add_findings(struct parte *p)
{
	for (size_t i = 0; i < p->informe.n_hallazgos; i++) {
		const struct informe_hallazgo *h = &p->informe.hallazgos[i];
		const struct hallazgo_info *info = hallazgo_info(h->codigo);
		add_problem(p,
			&(struct revision_problema){.archivo = p->archivo,
				.codigo = vocabulario_slug(&vocabulario_hallazgo, (int)h->codigo),
				.clase = "archivo",
				.severidad = info->severidad,
				.titulo = info->titulo,
				.por_que = info->por_que,
				.que_hacer = info->que_hacer,
				.clausula = h->parrafo > 0 ? clause_of(p, (size_t)h->parrafo - 1) : NULL,
				.pagina = h->pagina,
				.parrafo = h->parrafo,
				.pasaje = h->pasaje,
				.detalle = h->detalle});
	}
}

/* ---- what the rules say ---- */

static void add_observation(struct parte *p, const struct observacion *o)
{
	const struct regla *r = o->regla;
	if (o->tipo == OBSERVACION_NO_JUZGADA) {
		add_omission(p, r->titulo, "La búsqueda no pudo terminarse en este texto, o tiene muy pocas palabras para juzgarlo.");
		return;
	}
	if (o->tipo == OBSERVACION_FALTA && p->oficio.leido && p->oficio.confianza < OFICIO_CONFIANZA) {
		add_omission(p, r->titulo, "No se encontró, pero la imagen se lee con dudas: búsquelo a la vista.");
		return;
	}
	bool place = o->parrafo != PARRAFO_NINGUNO;
	add_problem(p,
		&(struct revision_problema){.archivo = p->archivo,
			.codigo = r->id,
			.clase = regla_clase_slug(r->clase),
			.severidad = r->severidad,
			.titulo = r->titulo,
			.por_que = r->porque,
			.que_hacer = r->remedio,
			.fuente = *r->fuente ? r->fuente : NULL,
			.clausula = place ? clause_of(p, o->parrafo) : NULL,
			.pagina = o->pagina,
			.parrafo = place ? (int)o->parrafo + 1 : 0,
			.pasaje = o->pasaje,
			.veces = o->veces > OBSERVACIONES_POR_REGLA ? o->veces : 0});
}

/* A rule found something in it, wanted or not. */
static bool recognised(const struct revision_texto *t, const struct clausula *c)
{
	for (size_t i = 0; i < t->n_cumplidas; i++)
		if (t->cumplidas[i].parrafo >= c->primero && t->cumplidas[i].parrafo < c->primero + c->n)
			return true;
	for (size_t i = 0; i < t->n; i++)
		if (t->observaciones[i].parrafo >= c->primero && t->observaciones[i].parrafo < c->primero + c->n)
			return true;
	return false;
}

static bool anything_missing(const struct revision_texto *t)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->observaciones[i].tipo == OBSERVACION_FALTA)
			return true;
	return false;
}

/* The rules know words, not meanings: where something was not found, the clauses that none of them understood are where to look. */
static void add_unrecognised(struct parte *p, const struct revision_texto *t)
{
	BUF_AUTO nombres;
	buf_init(&nombres, NOMBRES_MAX);
	for (size_t i = 0; i < p->clausulas.n && anything_missing(t); i++) {
		const struct clausula *c = &p->clausulas.v[i];
		if (c->clase == CLAUSULA_NUMERADA && !recognised(t, c))
			buf_printf(&nombres, "%s«%s»", nombres.len ? ", " : "", clausula_nombre(c, p->a));
	}
	if (nombres.len && !nombres.failed)
		add_omission(p, arena_printf(p->a, "De qué tratan %s", buf_str(&nombres)),
			"No se reconocieron sus palabras: si lo que no se encontró está dicho ahí de otro modo, no hay nada que corregir.");
}

static enum status add_rules(struct parte *p, const struct reglas *reglas)
{
	struct revision_texto t;
	enum status st = reglas_review(reglas, p->archivo, &p->informe.texto, p->a, &t);
	for (size_t i = 0; st == STATUS_OK && i < t.n; i++)
		add_observation(p, &t.observaciones[i]);
	for (size_t i = 0; st == STATUS_OK && i < t.n_cumplidas; i++) {
		const struct cumplida *c = &t.cumplidas[i];
		p->out->hallados[p->out->n_hallados++] = (struct revision_hallado){.archivo = p->archivo,
			.codigo = c->regla->id,
			.titulo = c->regla->titulo,
			.clausula = clause_of(p, c->parrafo),
			.pasaje = c->pasaje,
			.pagina = c->pagina,
			.parrafo = (int)c->parrafo + 1};
	}
	if (st == STATUS_OK && !t.sin_espanol)
		add_unrecognised(p, &t);
	if (st == STATUS_OK && t.parrafos_vistos < p->informe.texto.n)
		add_omission(p, "La última parte del texto", "Es más largo de lo que se revisa aquí.");
	if (st == STATUS_OK && t.sin_espanol && p->archivo == REGLA_PROYECTO)
		add_omission(p, "Las cláusulas", "El texto no está en español: no se buscaron en él las que debe llevar.");
	return st;
}

/* ---- one file ---- */

static void add_signature(struct parte *p)
{
	const struct oficio_firma *f = &p->oficio.firma;
	p->out->hay_firma = true;
	p->out->firma = *f;
	if (f->resultado == OFICIO_FIRMA_NO_SE_SABE)
		add_omission(p, "La firma", f->detalle);
	if (f->resultado == OFICIO_FIRMA_NO_HALLADA)
		add_problem(p,
			&(struct revision_problema){.archivo = p->archivo,
				.codigo = "solicitud_sin_firma",
				.clase = regla_clase_slug(REGLA_DEBE),
				.severidad = SEVERIDAD_MEDIA,
				.titulo = "Firma del oficio",
				.por_que = "Sin firma no consta que la institución pida el dictamen.",
				.que_hacer = "Firme el oficio; si firma en papel, digitalícelo firmado, a 200 o 300 puntos por pulgada. Si "
					     "la firma "
					     "está y no se vio, siga adelante.",
				.pagina = f->pagina,
				.detalle = f->detalle});
}

/* What was read off its images becomes the letter's text. */
static void take_letter(struct parte *p)
{
	const struct oficio *o = &p->oficio;
	char motivo[160];
	if (!o->leido)
		return;
	p->informe.texto = o->texto;
	if (p->informe.total_paginas > OFICIO_PAGINAS)
		add_omission(p, "Las últimas páginas", "El PDF es un escaneo; solo se leen las tres primeras.");
	if (o->texto.n == 0) {
		add_omission(p, "El texto",
			"El PDF es una imagen sin texto y no pudo leerse aquí: a quién se dirige, su fecha, qué pide y quién firma se ven "
			"a la vista.");
		return;
	}
	snprintf(motivo, sizeof motivo,
		"El PDF es un escaneo: se leyó de la imagen (confianza de %d sobre 100) y puede haber letras mal leídas.", o->confianza);
	const char *dicho = arena_strdup(p->a, motivo);
	add_omission(p, "El texto, letra por letra", dicho ? dicho : "El PDF es un escaneo: se leyó de la imagen.");
}

/* From where the letter's bytes come, when its pages must be looked at. */
struct fuente {
	const struct app *app;
	int fd; /* -1: asked of `traer` */
	enum status (*traer)(void *arg, enum regla_ambito k, int *fd, struct error *err);
	void *arg;
	struct obrero *o;         /* with `sha`: what is seen is kept; NULL for files of nobody's */
	const struct sha256 *sha; /* of the letter */
};

static enum status look_now(struct parte *p, const struct fuente *f, struct error *err)
{
	const struct lectura_opciones op = lectura_opciones_of(f->app);
	int traido = -1;
	enum status st = STATUS_OK;
	if (f->fd < 0 && oficio_pide_mirar(&p->informe))
		st = f->traer(f->arg, p->archivo, &traido, err);
	if (st == STATUS_OK)
		st = oficio_mirar(&op, f->fd < 0 ? traido : f->fd, &p->informe, p->a, &p->oficio, err);
	if (traido >= 0)
		close(traido);
	return st == STATUS_OK && f->sha ? oficio_keep(f->o, f->sha, &p->oficio, err) : st;
}

static enum status look_at_letter(struct parte *p, const struct fuente *f, struct error *err)
{
	bool hay = false;
	enum status st = STATUS_OK;
	if (f->sha && oficio_pide_mirar(&p->informe))
		st = oficio_find(f->o, f->sha, p->a, &p->oficio, &hay, err);
	if (st == STATUS_OK && !hay)
		st = look_now(p, f, err);
	if (st != STATUS_OK)
		return st;
	take_letter(p);
	add_signature(p);
	return STATUS_OK;
}

static enum status review_part(struct parte *p, const struct fuente *f, struct error *err)
{
	const struct informe *i = &p->informe;
	const bool accepted = i->rechazo == INSPECCION_NINGUNO;
	if (accepted && i->texto.n > 0 && p->archivo == REGLA_PROYECTO && clausulado_make(&i->texto, p->a, &p->clausulas, err) != STATUS_OK)
		return error_status(err);
	add_findings(p);
	if (!accepted) {
		add_omission(p, "El texto", "El archivo no pudo leerse.");
		return STATUS_OK;
	}
	if (p->archivo == REGLA_SOLICITUD && look_at_letter(p, f, err) != STATUS_OK)
		return error_status(err);
	if (i->texto.n == 0)
		return STATUS_OK;
	return add_rules(p, f->app->reglas_revision) == STATUS_OK ? STATUS_OK : error_set(err, PROBLEM_SATURADO);
}

static bool begin(struct revision *out, const struct reglas *reglas, struct arena *a)
{
	*out = (struct revision){.problemas = ARENA_ARRAY(a, PROBLEMAS_MAX, struct revision_problema),
		.hallados = ARENA_ARRAY(a, reglas_count(reglas) + 1, struct revision_hallado),
		.omisiones = ARENA_ARRAY(a, OMISIONES_MAX, struct revision_omision)};
	return out->problemas && out->hallados && out->omisiones;
}

enum status revision_run(const struct app *app, const struct revision_archivo archivos[static REGLA_AMBITO_COUNT], struct arena *a,
	struct revision *out, struct error *err)
{
	struct informe_opciones op = informe_opciones_of(app);
	if (!begin(out, app->reglas_revision, a))
		return error_set(err, PROBLEM_SATURADO);
	enum status st = STATUS_OK;
	for (int k = REGLA_AMBITO_COUNT - 1; k >= 0 && st == STATUS_OK; k--) { /* the letter first, as people send them */
		struct parte p = {.archivo = (enum regla_ambito)k, .a = a, .out = out};
		if (archivos[k].fd < 0)
			continue;
		out->presente[k] = true;
		st = informe_run(&op, archivos[k].fd, (uint64_t)archivos[k].tamano, tipos[k], a, &p.informe, err);
		if (st == STATUS_OK)
			st = review_part(&p, &(struct fuente){.app = app, .fd = archivos[k].fd}, err);
	}
	return st;
}

/* ---- the documents of a file ---- */

struct vigentes {
	struct obrero *o;
	const struct actor *who;
	bool hay[REGLA_AMBITO_COUNT];
	struct sha256 sha[REGLA_AMBITO_COUNT];
	int64_t tamano[REGLA_AMBITO_COUNT];
};

/* The last ones that the caller may see. */
static enum status find_current(const struct expediente *e, void *arg, struct error *err)
{
	(void)err;
	struct vigentes *v = arg;
	for (size_t i = 0; i < e->n_documentos; i++) {
		const struct documento *d = &e->documentos[i];
		bool letter = d->clase == CLASE_DOCUMENTO_SOLICITUD;
		if ((!letter && d->clase != CLASE_DOCUMENTO_PROYECTO) || !documento_visible(d, v->who))
			continue;
		enum regla_ambito k = letter ? REGLA_SOLICITUD : REGLA_PROYECTO;
		v->hay[k] = true;
		v->sha[k] = d->sha256;
		v->tamano[k] = d->tamano;
	}
	return STATUS_OK;
}

/* Into an unnamed file. */
static enum status fetch(void *arg, enum regla_ambito k, int *fd, struct error *err)
{
	const struct vigentes *v = arg;
	*fd = open(v->o->app->config->carpeta_temporal, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	if (*fd >= 0)
		return contenido_get(v->o->db, &v->sha[k], 0, v->tamano[k], *fd, err);
	return error_set_errno(err, PROBLEM_SATURADO, "carpeta_temporal");
}

enum status revision_of_file(
	struct obrero *o, const struct actor *who, const char *ref, struct arena *a, struct revision *out, struct error *err)
{
	struct vigentes v = {.o = o, .who = who};
	ARENA_AUTO *carga = arena_create(CARGA_MAX);
	if (!carga || !begin(out, o->app->reglas_revision, a))
		return error_set(err, PROBLEM_SATURADO);
	enum status st = expediente_with(o, who, ref, carga, find_current, &v, err);
	for (int k = REGLA_AMBITO_COUNT - 1; k >= 0 && st == STATUS_OK; k--) {
		struct parte p = {.archivo = (enum regla_ambito)k, .a = a, .out = out};
		if (!v.hay[k])
			continue;
		out->presente[k] = true;
		st = informe_load(o, &v.sha[k], v.tamano[k], a, &p.informe, err);
		if (st == STATUS_OK)
			informe_declarar(&p.informe, tipos[k]);
		if (st == STATUS_OK)
			st = review_part(
				&p, &(struct fuente){.app = o->app, .fd = -1, .traer = fetch, .arg = &v, .o = o, .sha = &v.sha[k]}, err);
	}
	return st;
}
