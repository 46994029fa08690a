/* Cutting a text into its parts: which habit of numbering it follows, where its clauses begin, where they end. */
#include "texto/clausulas.h"

#include <string.h>

#include "base/utf8.h"
#include "texto/clausulas_marcas.h"

/* Title in the paragraph of the number: this short, or closed by a point within these words. */
enum { TITULO_BYTES = 120, TITULO_PALABRAS = 12, CADENA_DEBIL_MIN = 3 };

struct corte {
	size_t parrafo;
	enum clausula_clase clase;
	struct numero numero;
};
struct division {
	const char **p; /* paragraphs, composed */
	const int *nivel;
	struct numero *numero;
	size_t n;
	size_t desde;         /* the clauses begin after the heading «CLÁUSULAS», if there is one */
	size_t declaraciones; /* its heading, or n */
	bool *inicio, *prueba;
	struct corte cortes[CLAUSULADO_PARTES_MAX];
	size_t n_cortes;
};

const char *clausula_clase_slug(enum clausula_clase c)
{
	static const char *const slugs[CLAUSULA_CLASE_COUNT] = {"preambulo", "declaraciones", "clausula", "cierre", "anexo"};
	return c < CLAUSULA_CLASE_COUNT ? slugs[c] : "";
}

const char *clausula_clase_titulo(enum clausula_clase c)
{
	static const char *const titulos[CLAUSULA_CLASE_COUNT] = {"Preámbulo", "Declaraciones", "Cláusula", "Cierre y firmas", "Anexo"};
	return c < CLAUSULA_CLASE_COUNT ? titulos[c] : "";
}

/* ---- reading the paragraphs ---- */

static enum status leer_parrafos(const struct escrito *e, struct arena *a, struct division *d, bool *truncado, struct error *err)
{
	size_t bytes = 0;
	int *nivel = ARENA_ARRAY(a, e->n, int);
	d->p = ARENA_ARRAY(a, e->n, const char *);
	d->numero = ARENA_ARRAY(a, e->n, struct numero);
	d->inicio = ARENA_ARRAY(a, e->n, bool);
	d->prueba = ARENA_ARRAY(a, e->n, bool);
	if (!nivel || !d->p || !d->numero || !d->inicio || !d->prueba)
		return error_set(err, PROBLEM_SATURADO);
	for (size_t i = 0; i < e->n; i++) {
		bytes += strlen(e->parrafos[i].texto) + 1;
		if (bytes > CLAUSULADO_BYTES_MAX) {
			*truncado = true;
			break;
		}
		enum status st = texto_componer(e->parrafos[i].texto, a, &d->p[i], err);
		if (st != STATUS_OK)
			return st;
		nivel[i] = e->parrafos[i].nivel;
		d->numero[i] = numero_leer(d->p[i], nivel[i] > 0);
		d->n++;
	}
	d->nivel = nivel;
	d->declaraciones = d->n;
	for (size_t i = 0; i < d->n; i++) {
		if (d->declaraciones == d->n && marca_declaraciones(d->p[i]))
			d->declaraciones = i;
		if (d->desde == 0 && marca_clausulas(d->p[i]))
			d->desde = i + 1;
	}
	return STATUS_OK;
}

/* ---- the habit of numbering ---- */

static bool fuerte(enum estilo e)
{
	return e == ESTILO_ARTICULO || e == ESTILO_ORDINAL;
}

/* Whether a number may come next. Drafters repeat a number or leave one out; lists within a clause start again at one. */
static bool sigue(const struct division *d, const struct numero *k, int esperado, size_t hay)
{
	if (k->ordinal == esperado)
		return true;
	if (!fuerte(k->estilo) || hay == 0)
		return false;
	if (k->ordinal == 1)
		return hay >= CADENA_DEBIL_MIN || d->declaraciones < d->n;
	return k->ordinal >= esperado - 1 && k->ordinal <= esperado + 2;
}

/* Marks in d->prueba the paragraphs that number 1, 2, 3… in one style; returns how many. */
static size_t cadena(struct division *d, enum estilo estilo, bool titulares)
{
	size_t hay = 0;
	int esperado = 1;
	bool reinicio = false;
	memset(d->prueba, 0, d->n * sizeof *d->prueba);
	for (size_t i = d->desde; i < d->n && !(hay > 0 && marca_anexo(d->p[i])); i++) {
		const struct numero *k = &d->numero[i];
		if (k->estilo != estilo || (titulares && d->nivel[i] == 0 && !marca_titular(d->p[i] + k->cuerpo)) ||
			!sigue(d, k, esperado, hay))
			continue;
		/* What was numbered under the declarations was theirs: the clauses start again at one. */
		if (hay > 0 && k->ordinal == 1 && !reinicio && d->declaraciones < i && d->desde == 0) {
			memset(d->prueba, 0, d->n * sizeof *d->prueba);
			hay = 0;
		}
		reinicio = reinicio || (hay > 0 && k->ordinal == 1);
		d->prueba[i] = true;
		esperado = k->ordinal + 1;
		hay++;
	}
	return hay;
}

static size_t adoptar(struct division *d, size_t hay)
{
	memcpy(d->inicio, d->prueba, d->n * sizeof *d->inicio);
	return hay;
}

/* Headings without a number: of the highest level that has two of them. */
static size_t encabezados(struct division *d)
{
	for (int nivel = 1; nivel <= 9; nivel++) {
		size_t hay = 0;
		memset(d->prueba, 0, d->n * sizeof *d->prueba);
		for (size_t i = d->desde; i < d->n; i++) {
			d->prueba[i] = d->nivel[i] == nivel && i != d->declaraciones && !marca_anexo(d->p[i]);
			hay += d->prueba[i];
		}
		if (hay >= 2)
			return hay;
	}
	return 0;
}

static size_t rotulos(struct division *d)
{
	size_t hay = 0;
	memset(d->prueba, 0, d->n * sizeof *d->prueba);
	for (size_t i = d->desde ? d->desde : 1; i < d->n; i++) {
		d->prueba[i] = i != d->declaraciones && marca_rotulo(d->p[i]) && !marca_anexo(d->p[i]);
		hay += d->prueba[i];
	}
	return hay;
}

static void hallar_inicios(struct division *d)
{
	static const struct {
		enum estilo estilo;
		bool titulares;
	} pruebas[] = {{ESTILO_ARTICULO, false}, {ESTILO_ORDINAL, false}, {ESTILO_ROMANO, true}, {ESTILO_ARABIGO, true},
		{ESTILO_ROMANO, false}, {ESTILO_ARABIGO, false}};
	size_t mejor = 0;
	memset(d->inicio, 0, d->n * sizeof *d->inicio);
	for (size_t i = 0; i < sizeof pruebas / sizeof *pruebas; i++) {
		const size_t hay = cadena(d, pruebas[i].estilo, pruebas[i].titulares);
		/* A weak style must win clearly: lists are numbered so, too. */
		const bool gana = fuerte(pruebas[i].estilo) ? hay > mejor : hay >= CADENA_DEBIL_MIN && hay > 3 * mejor;
		if (gana)
			mejor = adoptar(d, hay);
	}
	if (mejor < 2 && encabezados(d) >= 2)
		mejor = adoptar(d, 2);
	if (mejor == 0 && rotulos(d) >= CADENA_DEBIL_MIN)
		adoptar(d, CADENA_DEBIL_MIN);
}

/* ---- the cuts ---- */

static void cortar(struct division *d, size_t parrafo, enum clausula_clase clase, struct numero numero)
{
	if (d->n_cortes < CLAUSULADO_PARTES_MAX)
		d->cortes[d->n_cortes++] = (struct corte){parrafo, clase, numero};
}

static void hallar_cortes(struct division *d)
{
	const struct numero nada = {0};
	size_t ultimo = 0;
	bool hay = false, cerrado = false;
	for (size_t i = 0; i < d->n; i++) {
		if (d->inicio[i]) {
			ultimo = i;
			hay = true;
		}
	}
	for (size_t i = 0; i < d->n; i++) {
		const bool despues = !hay || i > ultimo;
		if (d->inicio[i])
			cortar(d, i, CLAUSULA_NUMERADA, d->numero[i]);
		else if (i == d->declaraciones && (d->n_cortes == 0 || d->cortes[d->n_cortes - 1].clase == CLAUSULA_PREAMBULO))
			cortar(d, i, CLAUSULA_DECLARACIONES, nada);
		else if (despues && i > 0 && marca_anexo(d->p[i]))
			cortar(d, i, CLAUSULA_ANEXO, marca_anexo_numero(d->p[i]));
		else if (despues && i > 0 && !cerrado && marca_cierre(d->p[i]) && (cerrado = true))
			cortar(d, i, CLAUSULA_CIERRE, nada);
		else if (i == 0)
			cortar(d, 0, CLAUSULA_PREAMBULO, nada);
	}
}

/* ---- from cuts to parts ---- */

/* The title: what the number's paragraph says up to a point when that is short, else the next paragraph when it looks like one. */
static const char *hallar_titulo(const struct division *d, const struct corte *c, const char *resto, size_t fin, struct arena *a)
{
	if (c->clase != CLAUSULA_NUMERADA && c->clase != CLAUSULA_ANEXO)
		return "";
	if (!*resto)
		return c->parrafo + 1 < fin && marca_titular(d->p[c->parrafo + 1]) ? d->p[c->parrafo + 1] : "";
	if (marca_titular(resto) || (d->nivel[c->parrafo] > 0 && strlen(resto) <= TITULO_BYTES)) {
		const size_t n = marca_sin_cierre(resto);
		return arena_memdup(a, resto, n);
	}
	const size_t n = marca_titulo_inicial(resto);
	return n > 0 ? arena_memdup(a, resto, n) : "";
}

static bool armar(const struct division *d, size_t i, struct arena *a, struct clausula *out)
{
	const struct corte *c = &d->cortes[i];
	const size_t fin = i + 1 < d->n_cortes ? d->cortes[i + 1].parrafo : d->n;
	const char *resto = d->p[c->parrafo] + c->numero.cuerpo;
	const bool vacio = !*resto && c->parrafo + 1 < fin;
	size_t len = 0;
	*out = (struct clausula){.clase = c->clase,
		.ordinal = c->numero.ordinal,
		.primero = c->parrafo,
		.n = fin - c->parrafo,
		.cuerpo = c->parrafo + vacio,
		.numero = arena_memdup(a, d->p[c->parrafo], c->numero.largo),
		.titulo = hallar_titulo(d, c, resto, fin, a)};
	for (size_t k = out->cuerpo; k < fin; k++)
		len += strlen(k == c->parrafo ? resto : d->p[k]) + 1;
	char *texto = arena_alloc(a, len);
	if (!texto || !out->numero || !out->titulo)
		return false;
	out->texto = texto;
	for (size_t k = out->cuerpo; k < fin; k++) {
		const char *s = k == c->parrafo ? resto : d->p[k];
		const size_t n = strlen(s);
		memcpy(texto + out->len, s, n);
		out->len += n;
		texto[out->len++] = '\n';
	}
	texto[--out->len] = '\0';
	return true;
}

enum status clausulado_make(const struct escrito *e, struct arena *a, struct clausulado *out, struct error *err)
{
	struct division *d = ARENA_NEW(a, struct division);
	*out = (struct clausulado){0};
	if (!d)
		return error_set(err, PROBLEM_SATURADO);
	enum status st = leer_parrafos(e, a, d, &out->truncado, err);
	if (st != STATUS_OK)
		return st;
	hallar_inicios(d);
	hallar_cortes(d);
	out->v = ARENA_ARRAY(a, d->n_cortes, struct clausula);
	for (size_t i = 0; i < d->n_cortes; i++) {
		if (!out->v || !armar(d, i, a, &out->v[i]))
			return error_set(err, PROBLEM_SATURADO);
	}
	out->n = d->n_cortes;
	return STATUS_OK;
}

/* ---- names ---- */

size_t clausula_caracteres(const struct clausula *c)
{
	return utf8_length(c->texto);
}

static bool es_palabra_de_clausula(const char *numero)
{
	return numero_leer(numero, true).estilo == ESTILO_ARTICULO;
}

const char *clausula_nombre(const struct clausula *c, struct arena *a)
{
	const char *punto = *c->titulo ? ". " : "";
	if (!*c->numero && *c->titulo)
		return c->titulo;
	if (!*c->numero)
		return clausula_clase_titulo(c->clase);
	if (c->clase == CLAUSULA_NUMERADA && !es_palabra_de_clausula(c->numero))
		return arena_printf(a, "Cláusula %s%s%s", c->numero, punto, c->titulo);
	return arena_printf(a, "%s%s%s", c->numero, punto, c->titulo);
}

static int buscar_titulo(const struct clausulado *c, const char *nombre)
{
	char buscado[TITULO_BYTES * 2], titulo[TITULO_BYTES * 2];
	plegar(nombre, strlen(nombre), buscado, sizeof buscado);
	for (size_t i = 0; i < c->n; i++) {
		const char *t = *c->v[i].titulo ? c->v[i].titulo : clausula_clase_titulo(c->v[i].clase);
		plegar(t, strlen(t), titulo, sizeof titulo);
		if (c->v[i].clase == CLAUSULA_NUMERADA && !*c->v[i].titulo)
			continue;
		if (strlen(titulo) > 3 && strlen(buscado) > 3 && (strstr(buscado, titulo) || strstr(titulo, buscado)))
			return (int)i;
	}
	return -1;
}

int clausula_buscar(const struct clausulado *c, const char *nombre, struct arena *a)
{
	const char *limpio = NULL;
	struct error nadie;
	error_init(&nadie, a);
	if (texto_componer(nombre, a, &limpio, &nadie) != STATUS_OK)
		return -1;
	const bool anexo = marca_empieza(limpio, "anexo");
	const int ordinal = numero_en(limpio);
	for (size_t i = 0; ordinal > 0 && i < c->n; i++) {
		if (c->v[i].ordinal == ordinal && c->v[i].clase == (anexo ? CLAUSULA_ANEXO : CLAUSULA_NUMERADA))
			return (int)i;
	}
	return buscar_titulo(c, limpio);
}
