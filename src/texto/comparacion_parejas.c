/* Which clause of one text is which of the other: by the pairs of words that both hold; number, title and kind only help. */
#include <stdlib.h>
#include <string.h>

#include "texto/comparacion_interno.h"
#include "texto/palabras.h"

/* Thousandths. Clauses that share less than the first are different ones; the bonuses decide between likes. */
enum { SEMEJANZA_MIN = 300, SEMEJANZA_CON_TITULO = 60, MISMO_TITULO = 150, MISMO_NUMERO = 50, MISMA_CLASE = 100 };

struct rasgos { /* distinct pairs of neighbouring words, as ordered hashes */
	uint64_t *v;
	size_t n;
	char titulo[96];
};
struct candidata {
	int puntos, semejanza, i, j;
};

static int ordenar_huellas(const void *x, const void *y)
{
	const uint64_t a = *(const uint64_t *)x, b = *(const uint64_t *)y;
	return (a > b) - (a < b);
}

static int ordenar_candidatas(const void *x, const void *y)
{
	const struct candidata *a = x, *b = y;
	if (a->puntos != b->puntos)
		return a->puntos > b->puntos ? -1 : 1;
	return a->i != b->i ? (a->i > b->i) - (a->i < b->i) : (a->j > b->j) - (a->j < b->j);
}

static bool rasgos_hallar(const struct clausula *c, struct arena *a, struct rasgos *r)
{
	struct palabra p;
	size_t total = 0, n = 0, w = 0;
	uint64_t anterior = 0;
	for (size_t i = 0; (i = palabra_siguiente(c->texto, c->len, i, &p)) > 0;)
		total += p.clase == PALABRA_LETRAS;
	r->v = ARENA_ARRAY(a, total + 1, uint64_t);
	if (!r->v)
		return false;
	for (size_t i = 0; (i = palabra_siguiente(c->texto, c->len, i, &p)) > 0;) {
		if (p.clase != PALABRA_LETRAS)
			continue;
		const uint64_t h = palabra_huella(&p, true);
		r->v[n++] = huella_mezclar(anterior * 31 + h);
		anterior = h;
	}
	qsort(r->v, n, sizeof *r->v, ordenar_huellas);
	for (size_t i = 0; i < n; i++) {
		if (w == 0 || r->v[w - 1] != r->v[i])
			r->v[w++] = r->v[i];
	}
	r->n = w;
	plegar(c->titulo, strlen(c->titulo), r->titulo, sizeof r->titulo);
	return true;
}

/* Thousandths of the pairs of both that both hold (Dice). */
static int semejanza(const struct rasgos *a, const struct rasgos *b)
{
	size_t comunes = 0;
	for (size_t i = 0, j = 0; i < a->n && j < b->n;) {
		const bool igual = a->v[i] == b->v[j], menor = a->v[i] < b->v[j];
		comunes += igual;
		i += igual || menor;
		j += igual || !menor;
	}
	return a->n + b->n > 0 ? (int)(2000 * comunes / (a->n + b->n)) : 1000;
}

static struct candidata candidata(
	const struct clausulado *a, const struct clausulado *b, const struct rasgos *ra, const struct rasgos *rb, size_t i, size_t j)
{
	const struct clausula *x = &a->v[i], *y = &b->v[j];
	const bool titulo = *ra[i].titulo && strcmp(ra[i].titulo, rb[j].titulo) == 0;
	const bool clase = x->clase == y->clase, unica = clase && x->clase != CLAUSULA_NUMERADA && x->clase != CLAUSULA_ANEXO;
	struct candidata c = {.semejanza = semejanza(&ra[i], &rb[j]), .i = (int)i, .j = (int)j};
	/* There is one preamble and one closing: they are each other's, whatever they say. */
	if (c.semejanza < SEMEJANZA_MIN && !(titulo && c.semejanza >= SEMEJANZA_CON_TITULO) && !unica)
		return c;
	c.puntos =
		1 + c.semejanza + titulo * MISMO_TITULO + (x->ordinal > 0 && x->ordinal == y->ordinal) * MISMO_NUMERO + clase * MISMA_CLASE;
	return c;
}

enum status cotejo_emparejar(
	const struct clausulado *a, const struct clausulado *b, struct arena *ar, int *pareja, int *semejanzas, struct error *err)
{
	struct rasgos *ra = ARENA_ARRAY(ar, a->n, struct rasgos), *rb = ARENA_ARRAY(ar, b->n, struct rasgos);
	struct candidata *v = ARENA_ARRAY(ar, a->n * b->n, struct candidata);
	bool *tomada = ARENA_ARRAY(ar, b->n, bool);
	size_t n = 0;
	if (!ra || !rb || !v || !tomada)
		return error_set(err, PROBLEM_SATURADO);
	for (size_t i = 0; i < a->n; i++) {
		pareja[i] = -1;
		if (!rasgos_hallar(&a->v[i], ar, &ra[i]))
			return error_set(err, PROBLEM_SATURADO);
	}
	for (size_t j = 0; j < b->n; j++) {
		if (!rasgos_hallar(&b->v[j], ar, &rb[j]))
			return error_set(err, PROBLEM_SATURADO);
	}
	for (size_t i = 0; i < a->n; i++) {
		for (size_t j = 0; j < b->n; j++) {
			v[n] = candidata(a, b, ra, rb, i, j);
			n += v[n].puntos > 0;
		}
	}
	qsort(v, n, sizeof *v, ordenar_candidatas);
	for (size_t k = 0; k < n; k++) {
		if (pareja[v[k].i] >= 0 || tomada[v[k].j])
			continue;
		pareja[v[k].i] = v[k].j;
		semejanzas[v[k].i] = v[k].semejanza / 10;
		tomada[v[k].j] = true;
	}
	return STATUS_OK;
}

enum status cotejo_movidas(const struct clausulado *a, const int *pareja, struct arena *ar, bool *movida, struct error *err)
{
	size_t *peso = ARENA_ARRAY(ar, a->n, size_t);
	int *previa = ARENA_ARRAY(ar, a->n, int), ultima = -1;
	if (!peso || !previa)
		return error_set(err, PROBLEM_SATURADO);
	for (size_t i = 0; i < a->n; i++) {
		previa[i] = -1;
		movida[i] = pareja[i] >= 0;
		if (pareja[i] < 0)
			continue;
		for (size_t k = 0; k < i; k++) {
			if (pareja[k] >= 0 && pareja[k] < pareja[i] && peso[k] > peso[i]) {
				peso[i] = peso[k];
				previa[i] = (int)k;
			}
		}
		peso[i] += a->v[i].len + 1;
		if (ultima < 0 || peso[i] > peso[ultima])
			ultima = (int)i;
	}
	for (; ultima >= 0; ultima = previa[ultima])
		movida[ultima] = false;
	return STATUS_OK;
}
