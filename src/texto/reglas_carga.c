/* From the rules' file to compiled, validated rules. Every fault is listed at once. */
#include <ctype.h>
#include <ini.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "texto/reglas_interno.h"
#include "texto/renglones.h"

#define RENGLONES_MAX 120
#define ARCHIVO_MAX ((size_t)1024 * 1024)
#define ARENA_REGLAS ((size_t)16 * 1024 * 1024)
#define FALTA_MAX 600

static const char *const ambitos[REGLA_AMBITO_COUNT] = {"proyecto", "solicitud"};
static const char *const clases[REGLA_CLASE_COUNT] = {"debe", "no_debe", "forma"};
static const char *const lugares[LUGAR_COUNT] = {"todo", "titulo", "inicio", "final"};
static const char *const comprobaciones[COMPROBACION_COUNT] = {"", "sin_espanol"};

const char *regla_ambito_slug(enum regla_ambito a)
{
	return (unsigned)a < REGLA_AMBITO_COUNT ? ambitos[a] : "";
}

const char *regla_clase_slug(enum regla_clase c)
{
	return (unsigned)c < REGLA_CLASE_COUNT ? clases[c] : "";
}

/* The keys of a section; the lines of one key are its value, or a list where `lista`. */
enum clave {
	CLAVE_TITULO,
	CLAVE_AMBITO,
	CLAVE_CLASE,
	CLAVE_SEVERIDAD,
	CLAVE_LUGAR,
	CLAVE_SI,
	CLAVE_PATRON,
	CLAVE_ENCABEZADO,
	CLAVE_SALVO,
	CLAVE_COMPROBACION,
	CLAVE_FUENTE,
	CLAVE_PORQUE,
	CLAVE_REMEDIO,
	CLAVE_DISPARA,
	CLAVE_CALLA,
	CLAVE_COUNT
};
static const char *const claves[CLAVE_COUNT] = {"titulo", "ambito", "clase", "severidad", "lugar", "si", "patron", "encabezado", "salvo",
	"comprobacion", "fuente", "porque", "remedio", "dispara", "calla"};

struct seccion {
	const char *id;
	struct {
		const char *v[RENGLONES_MAX];
		size_t n;
	} clave[CLAVE_COUNT];
};
/* Words that several patterns share: the section [listas], written {nombre} in a pattern. */
#define LISTAS "listas"
#define LISTAS_MAX 60
#define PATRON_MAX ((size_t)16 * 1024)

struct lista {
	const char *nombre;
	const char *expresion; /* its lines as alternatives, without the group around them */
};
struct carga {
	const char *origen;
	struct buf *faltas;
	size_t antes; /* bytes of faults that are not this file's */
	struct reglas *r;
	struct seccion *seccion; /* the one being read, in `hueco`; NULL between two */
	struct seccion hueco;
	struct lista listas[LISTAS_MAX];
	size_t n_listas;
	pcre2_compile_context *contexto;
	struct renglones renglones; /* what is left of the file */
	bool sin_memoria;
};

static void fault(struct carga *c, const char *section, const char *key, const char *fmt, ...) __attribute__((format(printf, 4, 5)));

static void fault(struct carga *c, const char *section, const char *key, const char *fmt, ...)
{
	char why[FALTA_MAX];
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(why, sizeof why, fmt, ap);
	va_end(ap);
	buf_printf(c->faltas, "%s [%s] %s: %s\n", c->origen, section, key, why);
}

/* ---- patterns ---- */

/* Why a pattern can never match a folded text, or NULL. */
static const char *never_matches(const char *pattern)
{
	for (const char *p = pattern; *p; p++) {
		if ((unsigned char)*p >= 0x80)
			return "el patrón se busca en un texto sin acentos: escríbalo sin acentos, sin ñ y sin comillas tipográficas";
		if (*p >= 'A' && *p <= 'Z' && (p == pattern || p[-1] != '\\'))
			return "el patrón se busca en un texto en minúsculas: escríbalo en minúsculas";
	}
	return NULL;
}

/* The words of a heading, numbered or not, alone in their paragraph or before the clause's text: «CLÁUSULA SEXTA. OBJETO», «1. Objeto: …». */
#define ENCABEZADO_ANTES \
	"^[^a-z0-9\\n]{0,3}(?:(?:clausula|articulo|seccion|apartado|capitulo|punto|art\\.)[ .]{0,2})?" \
	"(?:(?:primer|segund|tercer|cuart|quint|sext|septim|octav|noven|decim|undecim|duodecim|vigesim|unic)[oa] ?){0,2}" \
	"(?:[ivxl]{1,7}(?=[ .)\\-:])|[0-9]{1,2}(?:\\.[0-9]{1,2})?|[a-z](?=[.)\\-]))?[ .:)\"\\-]{0,6}(?:del |de (?:la |los |las )?)?(?:"
#define ENCABEZADO_TRAS ")[ \"]{0,2}(?=$|[.:\\-])"

static const char *list_find(const struct carga *c, const char *name, size_t n)
{
	for (size_t i = 0; i < c->n_listas; i++)
		if (strlen(c->listas[i].nombre) == n && memcmp(c->listas[i].nombre, name, n) == 0)
			return c->listas[i].expresion;
	return NULL;
}

/* Length of a {nombre} at p, without the braces; 0 when none stands there: \\{, {2,5} and \\p{…} are the pattern's own. */
static size_t list_name(const char *text, const char *p)
{
	size_t n = strspn(p + 1, "abcdefghijklmnopqrstuvwxyz_");
	bool own = (p > text && p[-1] == '\\') || (p > text + 1 && p[-2] == '\\' && strchr("pPkgxoN", p[-1]));
	return *p == '{' && !own && p[1 + n] == '}' ? n : 0;
}

/* The pattern with its lists written out; NULL with a fault. */
static const char *expand(struct carga *c, enum clave k, const char *text)
{
	BUF_AUTO b;
	buf_init(&b, PATRON_MAX);
	for (const char *p = text; *p; p++) {
		size_t n = list_name(text, p);
		const char *list = n ? list_find(c, p + 1, n) : NULL;
		if (n && !list) {
			fault(c, c->seccion->id, claves[k], "«%s»: no existe la lista {%.*s}", text, (int)n, p + 1);
			return NULL;
		}
		if (!n) {
			buf_putc(&b, *p);
			continue;
		}
		buf_printf(&b, "(?:%s)", list);
		p += n + 1;
	}
	const char *whole = NULL;
	if (!b.failed && k == CLAVE_ENCABEZADO)
		whole = arena_printf(c->r->arena, ENCABEZADO_ANTES "%s" ENCABEZADO_TRAS, buf_str(&b));
	else if (!b.failed)
		whole = arena_strdup(c->r->arena, buf_str(&b));
	c->sin_memoria |= !whole;
	return whole;
}

static pcre2_code *compile_one(struct carga *c, enum clave k, const char *text)
{
	const char *never = never_matches(text), *whole = never ? NULL : expand(c, k, text);
	int code;
	PCRE2_SIZE where;
	if (never)
		fault(c, c->seccion->id, claves[k], "«%s»: %s", text, never);
	if (!whole)
		return NULL;
	pcre2_code *compiled = pcre2_compile((PCRE2_SPTR)whole, PCRE2_ZERO_TERMINATED,
		PCRE2_UTF | PCRE2_MULTILINE | PCRE2_NEVER_BACKSLASH_C | PCRE2_NO_AUTO_CAPTURE, &code, &where, c->contexto);
	if (!compiled) {
		PCRE2_UCHAR why[160];
		pcre2_get_error_message(code, why, sizeof why);
		fault(c, c->seccion->id, claves[k], "«%s» (carácter %zu): %s", text, where, (const char *)why);
		return NULL;
	}
	uint32_t shortest = 0;
	pcre2_pattern_info(compiled, PCRE2_INFO_MINLENGTH, &shortest);
	if (shortest > 0)
		return compiled;
	fault(c, c->seccion->id, claves[k], "«%s»: coincide con cualquier texto", text);
	pcre2_code_free(compiled);
	return NULL;
}

/* Adds the compiled patterns of a key to `out`. */
static void compile(struct carga *c, enum clave k, struct patrones *out)
{
	const struct seccion *s = c->seccion;
	if (out->n + s->clave[k].n > PATRONES_MAX) {
		fault(c, s->id, claves[k], "más de %d patrones", PATRONES_MAX);
		return;
	}
	for (size_t i = 0; i < s->clave[k].n; i++) {
		pcre2_code *compiled = compile_one(c, k, s->clave[k].v[i]);
		if (compiled)
			out->v[out->n++] = compiled;
	}
}

static void patterns_free(struct patrones *p)
{
	for (size_t i = 0; i < p->n; i++)
		pcre2_code_free(p->v[i]);
	p->n = 0;
}

/* ---- one section ---- */

static const char *joined(struct carga *c, enum clave k)
{
	const struct seccion *s = c->seccion;
	const char *all = s->clave[k].n ? s->clave[k].v[0] : "";
	for (size_t i = 1; i < s->clave[k].n && all; i++)
		all = arena_printf(c->r->arena, "%s %s", all, s->clave[k].v[i]);
	c->sin_memoria |= !all;
	return all ? all : "";
}

static unsigned choice(struct carga *c, enum clave k, const char *const *names, unsigned n, const char *otherwise)
{
	const char *v = joined(c, k);
	if (!*v && otherwise)
		v = otherwise;
	for (unsigned i = 0; i < n; i++)
		if (strcmp(v, names[i]) == 0)
			return i;
	BUF_AUTO list;
	buf_init(&list, FALTA_MAX);
	for (unsigned i = 0; i < n; i++)
		buf_printf(&list, "%s%s", i ? ", " : "", names[i]);
	fault(c, c->seccion->id, claves[k], "«%s» no es uno de: %s", v, buf_str(&list));
	return 0;
}

static void paragraphs(struct carga *c, enum clave k, struct escrito *out)
{
	const struct seccion *s = c->seccion;
	out->parrafos = ARENA_ARRAY(c->r->arena, s->clave[k].n + 1, struct parrafo);
	c->sin_memoria |= !out->parrafos;
	for (size_t i = 0; i < s->clave[k].n && out->parrafos; i++)
		out->parrafos[out->n++] = (struct parrafo){.texto = s->clave[k].v[i], .confianza = 100};
}

/* What a rule must have besides well-formed values. */
static void check_whole(struct carga *c, const struct regla_busqueda *b)
{
	const struct seccion *s = c->seccion;
	static const enum clave needed[] = {CLAVE_TITULO, CLAVE_PORQUE, CLAVE_REMEDIO};
	bool searches = s->clave[CLAVE_PATRON].n + s->clave[CLAVE_ENCABEZADO].n > 0, checks = b->comprobacion != COMPROBACION_NINGUNA;
	for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
		if (s->clave[needed[i]].n == 0)
			fault(c, s->id, claves[needed[i]], "falta");
	if (searches == checks)
		fault(c, s->id, "patron", "se necesita exactamente uno de: patron (o encabezado), comprobacion");
	if (s->clave[CLAVE_DISPARA].n == 0 || s->clave[CLAVE_CALLA].n == 0)
		fault(c, s->id, "dispara", "faltan los textos de prueba (dispara y calla)");
	for (const char *p = s->id; *p; p++)
		if (!(islower((unsigned char)*p) || isdigit((unsigned char)*p) || *p == '_')) {
			fault(c, s->id, "sección", "el nombre solo lleva a–z, 0–9 y _");
			break;
		}
}

/* The section that was being read is whole. */
static void close_section(struct carga *c)
{
	struct reglas *r = c->r;
	if (!c->seccion)
		return;
	if (r->n == REGLAS_MAX) {
		fault(c, c->seccion->id, "sección", "más de %d reglas", REGLAS_MAX);
		c->seccion = NULL;
		return;
	}
	struct regla *x = &r->v[r->n];
	struct regla_busqueda *b = ARENA_NEW(r->arena, struct regla_busqueda);
	if (!b) {
		c->sin_memoria = true;
		return;
	}
	*x = (struct regla){.id = c->seccion->id, .busqueda = b};
	r->n++;
	x->ambito = (enum regla_ambito)choice(c, CLAVE_AMBITO, ambitos, REGLA_AMBITO_COUNT, NULL);
	x->clase = (enum regla_clase)choice(c, CLAVE_CLASE, clases, REGLA_CLASE_COUNT, NULL);
	x->severidad = (enum severidad)vocabulario_find(&vocabulario_severidad, joined(c, CLAVE_SEVERIDAD));
	if (x->severidad == SEVERIDAD_NINGUNO)
		fault(c, x->id, claves[CLAVE_SEVERIDAD], "«%s» no es uno de: alta, media, baja", joined(c, CLAVE_SEVERIDAD));
	x->titulo = joined(c, CLAVE_TITULO);
	x->fuente = joined(c, CLAVE_FUENTE);
	x->porque = joined(c, CLAVE_PORQUE);
	x->remedio = joined(c, CLAVE_REMEDIO);
	paragraphs(c, CLAVE_DISPARA, &x->dispara);
	paragraphs(c, CLAVE_CALLA, &x->calla);
	b->lugar = (enum regla_lugar)choice(c, CLAVE_LUGAR, lugares, LUGAR_COUNT, "todo");
	b->comprobacion = (enum regla_comprobacion)choice(c, CLAVE_COMPROBACION, comprobaciones, COMPROBACION_COUNT, NULL);
	compile(c, CLAVE_PATRON, &b->patron);
	compile(c, CLAVE_ENCABEZADO, &b->patron);
	compile(c, CLAVE_SALVO, &b->salvo);
	compile(c, CLAVE_SI, &b->si);
	check_whole(c, b);
	c->seccion = NULL;
}

/* ---- the file ---- */

static void open_section(struct carga *c, const char *section)
{
	close_section(c);
	for (size_t i = 0; i < c->r->n; i++)
		if (strcmp(c->r->v[i].id, section) == 0)
			fault(c, section, "sección", "aparece dos veces");
	c->seccion = &c->hueco;
	*c->seccion = (struct seccion){.id = arena_strdup(c->r->arena, section)};
	c->sin_memoria |= !c->seccion->id;
}

/* A line of [listas]: a new list, or one more alternative of the last one. */
static void on_list(struct carga *c, const char *name, const char *value)
{
	struct lista *last = c->n_listas ? &c->listas[c->n_listas - 1] : NULL;
	bool more = last && strcmp(last->nombre, name) == 0;
	const char *never = never_matches(value);
	if (never)
		fault(c, LISTAS, name, "%s", never);
	if (strspn(name, "abcdefghijklmnopqrstuvwxyz_") != strlen(name))
		fault(c, LISTAS, name, "el nombre de una lista solo lleva a–z y _");
	if (!more && (c->n_listas == LISTAS_MAX || list_find(c, name, strlen(name)))) {
		fault(c, LISTAS, name, c->n_listas == LISTAS_MAX ? "hay demasiadas listas" : "aparece dos veces");
		return;
	}
	if (!more) {
		last = &c->listas[c->n_listas++];
		*last = (struct lista){arena_strdup(c->r->arena, name), ""};
	}
	last->expresion = *last->expresion && *value ? arena_printf(c->r->arena, "%s|%s", last->expresion, value)
		: *value                             ? arena_strdup(c->r->arena, value)
						     : last->expresion;
	c->sin_memoria |= !last->nombre || !last->expresion;
}

static int on_line(void *user, const char *section, const char *name, const char *value)
{
	struct carga *c = user;
	if (!*section) {
		fault(c, "", name, "está fuera de toda sección");
		return 1;
	}
	if (strcmp(section, LISTAS) == 0) {
		on_list(c, name, value);
		return !c->sin_memoria;
	}
	if (!c->seccion || strcmp(c->seccion->id, section) != 0)
		open_section(c, section);
	if (c->sin_memoria)
		return 0;
	int k = 0;
	while (k < CLAVE_COUNT && strcmp(claves[k], name) != 0)
		k++;
	if (k == CLAVE_COUNT) {
		fault(c, section, name, "no es una clave de una regla");
	} else if (*value == '\0') {
		return 1; /* a list that begins on the next line */
	} else if (c->seccion->clave[k].n == RENGLONES_MAX) {
		fault(c, section, name, "más de %d renglones", RENGLONES_MAX);
	} else {
		const char *copy = arena_strdup(c->r->arena, value);
		c->sin_memoria |= !copy;
		c->seccion->clave[k].v[c->seccion->clave[k].n++] = copy;
	}
	return 1;
}

static void bad_line(void *ctx, int renglon, const char *que)
{
	char where[24];
	snprintf(where, sizeof where, "renglón %d", renglon);
	fault(ctx, "", where, "%s", que);
}

static enum status read_all(struct carga *c)
{
	c->contexto = pcre2_compile_context_create(NULL);
	if (!c->contexto)
		return STATUS_UNAVAILABLE;
	pcre2_set_newline(c->contexto, PCRE2_NEWLINE_LF);
	pcre2_set_parens_nest_limit(c->contexto, 20);
	int bad = ini_parse_stream(renglones_next, &c->renglones, on_line, c);
	close_section(c);
	pcre2_compile_context_free(c->contexto);
	if (bad > 0 && !c->sin_memoria)
		fault(c, "", "archivo", "renglón %d mal escrito: se espera «clave = valor», «[sección]» o una continuación sangrada", bad);
	if (c->r->n == 0 && c->faltas->len == c->antes)
		fault(c, "", "archivo", "no tiene ninguna regla");
	return c->sin_memoria || bad == -2 ? STATUS_UNAVAILABLE : c->faltas->len > c->antes ? STATUS_INVALID : STATUS_OK;
}

enum status reglas_load(const char *ini, size_t n, const char *origen, struct reglas **out, struct buf *faltas)
{
	struct arena *a = arena_create(ARENA_REGLAS);
	struct reglas *r = a ? ARENA_NEW(a, struct reglas) : NULL;
	*out = NULL;
	if (!r) {
		arena_destroy(a);
		return STATUS_UNAVAILABLE;
	}
	r->arena = a;
	struct carga c = {.origen = origen,
		.faltas = faltas,
		.antes = faltas->len,
		.r = r,
		.renglones = {.p = ini, .end = ini + n, .falta = bad_line, .ctx = &c}};
	enum status st = STATUS_INVALID;
	if (n > ARCHIVO_MAX || !utf8_valid(ini, n) || memchr(ini, '\0', n))
		fault(&c, "", "archivo", "no es un texto UTF-8 de menos de 1 MiB");
	else
		st = read_all(&c);
	if (st == STATUS_OK)
		*out = r;
	else
		reglas_free(r);
	return st;
}

void reglas_free(struct reglas *r)
{
	if (!r)
		return;
	for (size_t i = 0; i < r->n; i++) {
		/* The arena's memory, ours to change while it goes. */
		struct regla_busqueda *b = (struct regla_busqueda *)(uintptr_t)r->v[i].busqueda;
		patterns_free(&b->patron);
		patterns_free(&b->salvo);
		patterns_free(&b->si);
	}
	arena_destroy(r->arena);
}
