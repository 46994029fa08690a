/* Applying the rules to a text. */
#include "texto/reglas.h"

#include <string.h>

#include "texto/clausulas_marcas.h"
#include "texto/idioma.h"
#include "texto/reglas_interno.h"

/*
 * Steps and depth of one attempt to match at one place. The default rules need at most a few hundred; a pattern that runs into these on some
 * text is given up on that text and reported as not judged.
 */
#define PASOS_MAX 20000u
#define PROFUNDIDAD_MAX 2000u
#define MONTON_KIB 512u

#define EXCEPCION_ALCANCE ((size_t)2000) /* bytes before a find within which an exception may begin: keeps long paragraphs linear */
#define TITULO_PARRAFOS 4
#define EXTREMO_PARRAFOS 14     /* the beginning and the end have at least so many paragraphs, or a third of the text */
#define ESPANOL_MIN_PALABRAS 25 /* in a known language, to say that Spanish is missing */

size_t reglas_count(const struct reglas *r)
{
	return r->n;
}

const struct regla *regla_at(const struct reglas *r, size_t i)
{
	return i < r->n ? &r->v[i] : NULL;
}

const struct regla *regla_find(const struct reglas *r, const char *id)
{
	for (size_t i = 0; i < r->n; i++)
		if (strcmp(r->v[i].id, id) == 0)
			return &r->v[i];
	return NULL;
}

/* ---- one review ---- */

struct juez {
	const struct escrito *e;
	struct plegado texto;
	struct idioma_cuenta idiomas;
	pcre2_match_data *datos;
	pcre2_match_context *limites;
	struct arena *a;
	struct revision_texto *out;
	size_t cap_obs, cap_cumplidas;
	bool sin_memoria;
};

struct tramo {
	size_t desde, hasta;
};

enum busca { BUSCA_NADA, BUSCA_HALLADO, BUSCA_LIMITE };

/* The next find of one pattern within [from, range.hasta). */
static enum busca find_next(struct juez *j, const pcre2_code *code, size_t from, const struct tramo *range, struct tramo *hit)
{
	int rc = pcre2_match(code, (PCRE2_SPTR)j->texto.s, range->hasta, from, PCRE2_NO_UTF_CHECK, j->datos, j->limites);
	if (rc == PCRE2_ERROR_NOMATCH)
		return BUSCA_NADA;
	if (rc < 0)
		return BUSCA_LIMITE;
	const PCRE2_SIZE *v = pcre2_get_ovector_pointer(j->datos);
	*hit = (struct tramo){v[0], v[1]};
	return BUSCA_HALLADO;
}

/* Whether the find touches, in its own paragraph, something that the rule excepts. */
static enum busca excepted(struct juez *j, const struct patrones *salvo, const struct tramo *hit)
{
	size_t p = plegado_parrafo(&j->texto, hit->desde), start = j->texto.inicio[p];
	struct tramo paragraph = {start, j->texto.inicio[p + 1]}, x;
	if (hit->desde - start > EXCEPCION_ALCANCE)
		start = hit->desde - EXCEPCION_ALCANCE;
	for (size_t i = 0; i < salvo->n; i++) {
		size_t from = start;
		while (from < paragraph.hasta) {
			enum busca b = find_next(j, salvo->v[i], from, &paragraph, &x);
			if (b == BUSCA_LIMITE)
				return b;
			if (b == BUSCA_NADA || x.desde >= hit->hasta)
				break;
			if (x.hasta > hit->desde)
				return BUSCA_HALLADO;
			from = x.hasta > from ? x.hasta : from + 1;
		}
	}
	return BUSCA_NADA;
}

/* The next find from `from` on that counts, of one pattern. */
static enum busca find_counting(
	struct juez *j, const struct regla_busqueda *b, size_t pattern, size_t from, const struct tramo *range, struct tramo *hit)
{
	while (from < range->hasta) {
		enum busca found = find_next(j, b->patron.v[pattern], from, range, hit);
		if (found != BUSCA_HALLADO)
			return found;
		enum busca except = excepted(j, &b->salvo, hit);
		if (except != BUSCA_HALLADO)
			return except == BUSCA_LIMITE ? except : BUSCA_HALLADO;
		from = hit->hasta > from ? hit->hasta : from + 1;
	}
	return BUSCA_NADA;
}

/* First find of any pattern. */
static enum busca find_any(struct juez *j, const struct patrones *p, const struct tramo *range)
{
	struct tramo hit;
	for (size_t i = 0; i < p->n; i++) {
		enum busca b = find_next(j, p->v[i], range->desde, range, &hit);
		if (b != BUSCA_NADA)
			return b;
	}
	return BUSCA_NADA;
}

/* Paragraphs before the annexes: what is signed stands at the end of these, however long the annexes are. */
static size_t body_paragraphs(const struct juez *j)
{
	size_t n = j->texto.parrafos;
	for (size_t i = n / 3; i < n; i++)
		if (marca_anexo(j->e->parrafos[i].texto))
			return i;
	return n;
}

static size_t edge_of(size_t n)
{
	size_t edge = n / 3 > EXTREMO_PARRAFOS ? n / 3 : EXTREMO_PARRAFOS;
	return edge < n ? edge : n;
}

static struct tramo place(const struct juez *j, enum regla_lugar lugar)
{
	const struct plegado *t = &j->texto;
	size_t n = t->parrafos, body;
	switch (lugar) {
	case LUGAR_TITULO:
		return (struct tramo){0, t->inicio[n < TITULO_PARRAFOS ? n : TITULO_PARRAFOS]};
	case LUGAR_INICIO:
		return (struct tramo){0, t->inicio[edge_of(n)]};
	case LUGAR_FINAL:
		body = body_paragraphs(j);
		return (struct tramo){t->inicio[body - edge_of(body)], t->n};
	case LUGAR_TODO:
	case LUGAR_COUNT:
		break;
	}
	return (struct tramo){0, t->n};
}

/* ---- results ---- */

static void add_observation(struct juez *j, const struct observacion *o)
{
	if (j->out->n < j->cap_obs)
		j->out->observaciones[j->out->n++] = *o;
}

static void place_of(struct juez *j, const struct tramo *hit, size_t *parrafo, int *pagina, const char **pasaje)
{
	*parrafo = plegado_parrafo(&j->texto, hit->desde);
	*pagina = j->e->parrafos[*parrafo].pagina;
	*pasaje = plegado_pasaje(&j->texto, j->e, hit->desde, hit->hasta, j->a);
	j->sin_memoria |= *pasaje == NULL;
}

static void add_simple(struct juez *j, const struct regla *r, enum observacion_tipo tipo)
{
	add_observation(j, &(struct observacion){.regla = r, .tipo = tipo, .parrafo = PARRAFO_NINGUNO, .veces = 1});
}

static void judge_required(struct juez *j, const struct regla *r, const struct tramo *range)
{
	struct tramo hit, first = {SIZE_MAX, 0};
	for (size_t i = 0; i < r->busqueda->patron.n; i++) {
		enum busca b = find_counting(j, r->busqueda, i, range->desde, range, &hit);
		if (b == BUSCA_LIMITE) {
			add_simple(j, r, OBSERVACION_NO_JUZGADA);
			return;
		}
		if (b == BUSCA_HALLADO && hit.desde < first.desde)
			first = hit;
	}
	if (first.desde == SIZE_MAX) {
		add_simple(j, r, OBSERVACION_FALTA);
		return;
	}
	struct cumplida *c = &j->out->cumplidas[j->out->n_cumplidas++];
	*c = (struct cumplida){.regla = r};
	place_of(j, &first, &c->parrafo, &c->pagina, &c->pasaje);
}

/* As find_counting; nothing found is remembered as a place past every text. */
static enum busca find_from(
	struct juez *j, const struct regla_busqueda *b, size_t pattern, size_t from, const struct tramo *range, struct tramo *hit)
{
	enum busca found = find_counting(j, b, pattern, from, range, hit);
	if (found == BUSCA_NADA)
		*hit = (struct tramo){SIZE_MAX, SIZE_MAX};
	return found;
}

/* The earliest find from `from` on. `next` remembers each pattern's last one, so that every pattern passes over the text once. */
static enum busca find_earliest(
	struct juez *j, const struct regla_busqueda *b, struct tramo *next, size_t from, const struct tramo *range, struct tramo *out)
{
	enum busca any = BUSCA_NADA;
	for (size_t i = 0; i < b->patron.n; i++) {
		if (next[i].desde < from && find_from(j, b, i, from, range, &next[i]) == BUSCA_LIMITE)
			return BUSCA_LIMITE;
		if (next[i].desde != SIZE_MAX && (any == BUSCA_NADA || next[i].desde < out->desde)) {
			*out = next[i];
			any = BUSCA_HALLADO;
		}
	}
	return any;
}

/* One find a paragraph: what is said twice in a sentence is one thing to mend. */
static void judge_forbidden(struct juez *j, const struct regla *r, const struct tramo *range)
{
	struct tramo next[PATRONES_MAX], hit;
	size_t first = j->out->n, times = 0, from = range->desde;
	enum busca b = BUSCA_NADA;
	for (size_t i = 0; i < r->busqueda->patron.n && b != BUSCA_LIMITE; i++)
		b = find_from(j, r->busqueda, i, from, range, &next[i]);
	while (b != BUSCA_LIMITE && from < range->hasta && (b = find_earliest(j, r->busqueda, next, from, range, &hit)) == BUSCA_HALLADO) {
		struct observacion o = {.regla = r, .tipo = OBSERVACION_HALLADA};
		o.parrafo = plegado_parrafo(&j->texto, hit.desde);
		if (times++ < OBSERVACIONES_POR_REGLA) {
			place_of(j, &hit, &o.parrafo, &o.pagina, &o.pasaje);
			add_observation(j, &o);
		}
		from = j->texto.inicio[o.parrafo + 1];
	}
	if (b == BUSCA_LIMITE)
		add_simple(j, r, OBSERVACION_NO_JUZGADA);
	for (size_t i = first; i < j->out->n; i++)
		j->out->observaciones[i].veces = j->out->observaciones[i].tipo == OBSERVACION_HALLADA ? times : 1;
}

static uint32_t known_words(const struct idioma_cuenta *k)
{
	uint32_t known = 0;
	for (unsigned i = IDIOMA_ES; i < IDIOMA_COUNT; i++)
		known += k->palabras[i];
	return known;
}

/* A bilingual text has about half of its words in Spanish; a quarter allows for a terser version. */
static bool lacks_spanish(const struct idioma_cuenta *k)
{
	uint32_t known = known_words(k);
	return known >= ESPANOL_MIN_PALABRAS && k->palabras[IDIOMA_ES] * 4 < known;
}

static void judge_spanish(struct juez *j, const struct regla *r)
{
	if (known_words(&j->idiomas) < ESPANOL_MIN_PALABRAS)
		add_simple(j, r, OBSERVACION_NO_JUZGADA);
	else if (j->out->sin_espanol)
		add_simple(j, r, OBSERVACION_FALTA);
}

static void judge_text(struct juez *j, const struct regla *r)
{
	const struct regla_busqueda *b = r->busqueda;
	struct tramo range = place(j, b->lugar), all = {0, j->texto.n};
	if (b->si.n > 0) {
		enum busca applies = find_any(j, &b->si, &all);
		if (applies == BUSCA_LIMITE)
			add_simple(j, r, OBSERVACION_NO_JUZGADA);
		if (applies != BUSCA_HALLADO)
			return;
	}
	if (b->comprobacion == COMPROBACION_SIN_ESPANOL)
		judge_spanish(j, r);
	else if (r->clase != REGLA_DEBE)
		judge_forbidden(j, r, &range);
	else if (!j->out->sin_espanol)
		judge_required(j, r, &range);
}

static bool prepare(struct juez *j, const struct reglas *r)
{
	j->cap_obs = r->n * (OBSERVACIONES_POR_REGLA + 1);
	j->out->observaciones = ARENA_ARRAY(j->a, j->cap_obs + 1, struct observacion);
	j->out->cumplidas = ARENA_ARRAY(j->a, r->n + 1, struct cumplida);
	j->datos = pcre2_match_data_create(1, NULL);
	j->limites = pcre2_match_context_create(NULL);
	if (!j->out->observaciones || !j->out->cumplidas || !j->datos || !j->limites)
		return false;
	pcre2_set_match_limit(j->limites, PASOS_MAX);
	pcre2_set_depth_limit(j->limites, PROFUNDIDAD_MAX);
	pcre2_set_heap_limit(j->limites, MONTON_KIB);
	return true;
}

#define TRABAJO_MAX (16 * REVISION_BYTES_MAX)

enum status reglas_review(
	const struct reglas *r, enum regla_ambito ambito, const struct escrito *e, struct arena *a, struct revision_texto *out)
{
	ARENA_AUTO *work = arena_create(TRABAJO_MAX);
	struct juez j = {.e = e, .a = a, .out = out};
	*out = (struct revision_texto){0};
	/* A letter comes from a PDF, whose lines are not paragraphs: there a pattern may run over their ends. */
	enum status st = work ? plegado_make(e, ambito == REGLA_SOLICITUD ? ' ' : '\n', work, &j.texto) : STATUS_UNAVAILABLE;
	if (st == STATUS_OK && !prepare(&j, r))
		st = STATUS_UNAVAILABLE;
	if (st == STATUS_OK) {
		idioma_count(e, &j.idiomas);
		out->sin_espanol = lacks_spanish(&j.idiomas);
		out->parrafos_vistos = j.texto.parrafos;
	}
	for (size_t i = 0; i < r->n && st == STATUS_OK && e->n > 0; i++) {
		if (r->v[i].ambito == ambito)
			judge_text(&j, &r->v[i]);
		if (j.sin_memoria)
			st = STATUS_UNAVAILABLE;
	}
	pcre2_match_data_free(j.datos);
	pcre2_match_context_free(j.limites);
	return st;
}
