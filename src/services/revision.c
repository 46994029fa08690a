/* The pre-check: inspection and rules made into one list for people. */
#include "services/revision.h"

#include <string.h>

#include "domain/expediente.h"
#include "services/consulta.h"
#include "services/informes.h"

#define PROBLEMAS_MAX 1000
#define OMISIONES_MAX 40
#define CARGA_MAX (16u << 20)
#define LETRAS_DE_UN_OFICIO 40 /* fewer letters in its text layer: a scan with a stamp, not a letter */

/* One file under review. */
struct parte {
	enum regla_ambito archivo;
	struct informe informe;
	struct clausulado clausulas;
	struct arena *a;
	struct revision *out;
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
	if (st == STATUS_OK && t.parrafos_vistos < p->informe.texto.n)
		add_omission(p, "La última parte del texto", "Es más largo de lo que se revisa aquí.");
	if (st == STATUS_OK && t.sin_espanol && p->archivo == REGLA_PROYECTO)
		add_omission(p, "Las cláusulas", "El texto no está en español: no se buscaron en él las que debe llevar.");
	return st;
}

/* ---- one file ---- */

static size_t letters(const struct escrito *e)
{
	size_t n = 0;
	for (size_t i = 0; i < e->n && n < LETRAS_DE_UN_OFICIO; i++)
		n += strlen(e->parrafos[i].texto);
	return n;
}

static void add_signature(struct parte *p)
{
	if (p->informe.n_firmas > 0)
		add_omission(p, "La firma electrónica",
			"El PDF lleva una; aquí solo se ve que está, no se comprueba de quién es ni si es válida.");
	else
		add_omission(p, "La firma autógrafa",
			"El PDF no lleva firma electrónica, y una firma de puño y letra es una imagen: compruebe que esté.");
}

static enum status review_part(struct parte *p, const struct reglas *reglas, struct error *err)
{
	const struct informe *i = &p->informe;
	bool readable = i->rechazo == INSPECCION_NINGUNO && letters(&i->texto) >= (p->archivo == REGLA_SOLICITUD ? LETRAS_DE_UN_OFICIO : 1);
	if (readable && p->archivo == REGLA_PROYECTO && clausulado_make(&i->texto, p->a, &p->clausulas, err) != STATUS_OK)
		return error_status(err);
	add_findings(p);
	if (i->rechazo != INSPECCION_NINGUNO) {
		add_omission(p, "El texto", "El archivo no pudo leerse.");
		return STATUS_OK;
	}
	if (p->archivo == REGLA_SOLICITUD)
		add_signature(p);
	if (!readable) {
		add_omission(p, "El texto",
			"El PDF es una imagen sin texto (un escaneo): no puede leerse aquí a quién se dirige, su fecha, qué pide ni quién "
			"firma.");
		return STATUS_OK;
	}
	return add_rules(p, reglas) == STATUS_OK ? STATUS_OK : error_set(err, PROBLEM_SATURADO);
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
			st = review_part(&p, app->reglas_revision, err);
	}
	return st;
}

/* ---- the documents of a file ---- */

struct vigentes {
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

enum status revision_of_file(
	struct obrero *o, const struct actor *who, const char *ref, struct arena *a, struct revision *out, struct error *err)
{
	struct vigentes v = {.who = who};
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
			st = review_part(&p, o->app->reglas_revision, err);
	}
	return st;
}
