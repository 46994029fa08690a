/*
 * First the exact place (Knuth, Morris and Pratt), then the nearest: edit distance of the quote against every place of the text at once, 64 rows
 * of the table to a machine word (G. Myers 1999, in the blocks of H. Hyyrö 2003).
 */
#include "texto/pasaje.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "texto/palabras.h"

enum { BLOQUE = 64 };

/* One character of the text as it is looked at, and where it stands. */
struct letra {
	int32_t c;
	uint32_t byte; /* of the part's text; what stands in the number, before the text, counts as its beginning */
	uint32_t parte;
};
struct pliegue {
	struct letra *v;
	size_t n, cap;
};

/* The typist's sign for the printer's: quotes, dashes, the ellipsis. */
static int32_t signo_llano(int32_t c)
{
	static const struct {
		int32_t de, a;
	} tabla[] = {{0x201C, '"'}, {0x201D, '"'}, {0x201E, '"'}, {0xAB, '"'}, {0xBB, '"'}, {0x2018, '\''}, {0x2019, '\''}, {0x2010, '-'},
		{0x2011, '-'}, {0x2012, '-'}, {0x2013, '-'}, {0x2014, '-'}, {0x2026, '.'}};
	for (size_t i = 0; i < sizeof tabla / sizeof *tabla; i++) {
		if (tabla[i].de == c)
			return tabla[i].a;
	}
	return c;
}

static void agregar(struct pliegue *p, const char *s, bool signos, uint32_t parte, bool con_lugar)
{
	const size_t len = strlen(s);
	for (size_t i = 0; i < len;) {
		int32_t c = 0;
		const utf8proc_ssize_t k = utf8proc_iterate((const utf8proc_uint8_t *)s + i, (utf8proc_ssize_t)(len - i), &c);
		const uint32_t byte = con_lugar ? (uint32_t)i : 0;
		const bool blanco = c <= 0x20 || (!signos && !letra_es(c));
		i += k > 0 ? (size_t)k : 1;
		if (blanco && (p->n == 0 || p->v[p->n - 1].c == ' '))
			continue;
		if (p->n == p->cap)
			return; /* a quote longer than what is looked at */
		p->v[p->n++] = (struct letra){blanco ? ' ' : signo_llano(utf8proc_tolower(c)), byte, parte};
	}
}

/* The whole text in a row; a blank stands between the parts. */
static bool plegar_texto(const struct clausulado *c, bool signos, struct arena *a, struct pliegue *p)
{
	size_t cap = 0;
	for (size_t i = 0; i < c->n; i++)
		cap += strlen(c->v[i].numero) + c->v[i].len + 2;
	*p = (struct pliegue){.v = ARENA_ARRAY(a, cap, struct letra), .cap = cap};
	for (size_t i = 0; p->v && i < c->n; i++) {
		agregar(p, c->v[i].numero, signos, (uint32_t)i, false);
		agregar(p, " ", signos, (uint32_t)i, false);
		agregar(p, c->v[i].texto, signos, (uint32_t)i, true);
		const size_t antes = p->n;
		agregar(p, "\n", signos, (uint32_t)i, false);
		if (p->n > antes)
			p->v[antes].byte = (uint32_t)c->v[i].len;
	}
	return p->v != NULL;
}

/* The quote without the marks that people put around one. */
static bool plegar_cita(const char *cita, bool signos, struct arena *a, struct pliegue *p)
{
	*p = (struct pliegue){.v = ARENA_ARRAY(a, PASAJE_CITA_MAX, struct letra), .cap = PASAJE_CITA_MAX};
	if (!p->v)
		return false;
	agregar(p, cita, signos, 0, true);
	while (p->n > 0 && !letra_es(p->v[p->n - 1].c))
		p->n--;
	while (p->n > 0 && !letra_es(p->v[0].c)) {
		p->v++;
		p->n--;
	}
	return true;
}

/* ---- exact ---- */

static bool suelta(const struct pliegue *t, size_t desde, size_t n)
{
	return (desde == 0 || !letra_es(t->v[desde - 1].c)) && (desde + n >= t->n || !letra_es(t->v[desde + n].c));
}

/* How many times, and where: the first place in `preferida`, else the first. */
static int buscar_exacta(const struct pliegue *t, const struct pliegue *q, int preferida, size_t *bordes, size_t *donde)
{
	int veces = 0;
	bool en_preferida = false;
	bordes[0] = 0;
	for (size_t i = 1, k = 0; i < q->n; i++) {
		while (k > 0 && q->v[k].c != q->v[i].c)
			k = bordes[k - 1];
		k += q->v[k].c == q->v[i].c;
		bordes[i] = k;
	}
	for (size_t i = 0, k = 0; i < t->n; i++) {
		while (k > 0 && (k == q->n || q->v[k].c != t->v[i].c))
			k = bordes[k - 1];
		k += q->v[k].c == t->v[i].c;
		const size_t desde = i + 1 - k;
		if (k < q->n || !suelta(t, desde, q->n))
			continue;
		const bool aqui = (int)t->v[desde].parte == preferida;
		if (veces++ == 0 || (aqui && !en_preferida))
			*donde = desde;
		en_preferida = en_preferida || aqui;
	}
	return veces;
}

/* ---- nearest ---- */

struct patron { /* the quote as bits: for each of its distinct characters, where it stands */
	int32_t *caracteres;
	uint64_t *donde; /* n_caracteres + 1 rows of `bloques` words; the last is all zero, for a character that the quote lacks */
	size_t n_caracteres, bloques, m;
	uint64_t *mas, *menos; /* column of the table: +1 and -1 steps */
};

static int ordenar(const void *x, const void *y)
{
	const int32_t a = *(const int32_t *)x, b = *(const int32_t *)y;
	return (a > b) - (a < b);
}

static size_t caracter(const struct patron *p, int32_t c)
{
	const int32_t *k = bsearch(&c, p->caracteres, p->n_caracteres, sizeof c, ordenar);
	return k ? (size_t)(k - p->caracteres) : p->n_caracteres;
}

static bool patron_make(const struct pliegue *q, bool al_reves, struct arena *a, struct patron *p)
{
	*p = (struct patron){.m = q->n, .bloques = (q->n + BLOQUE - 1) / BLOQUE, .caracteres = ARENA_ARRAY(a, q->n, int32_t)};
	if (!p->caracteres)
		return false;
	for (size_t i = 0; i < q->n; i++)
		p->caracteres[i] = q->v[i].c;
	qsort(p->caracteres, q->n, sizeof *p->caracteres, ordenar);
	for (size_t i = 0; i < q->n; i++) {
		if (i == 0 || p->caracteres[i] != p->caracteres[p->n_caracteres - 1])
			p->caracteres[p->n_caracteres++] = p->caracteres[i];
	}
	p->donde = ARENA_ARRAY(a, (p->n_caracteres + 1) * p->bloques, uint64_t);
	p->mas = ARENA_ARRAY(a, p->bloques, uint64_t);
	p->menos = ARENA_ARRAY(a, p->bloques, uint64_t);
	if (!p->donde || !p->mas || !p->menos)
		return false;
	for (size_t i = 0; i < q->n; i++) {
		const int32_t c = q->v[al_reves ? q->n - 1 - i : i].c;
		p->donde[caracter(p, c) * p->bloques + i / BLOQUE] |= UINT64_C(1) << (i % BLOQUE);
	}
	memset(p->mas, 0xFF, p->bloques * sizeof *p->mas);
	memset(p->menos, 0, p->bloques * sizeof *p->menos);
	return true;
}

/* One block of one column; `entra` is the step that comes in from above, the answer is the one that goes out below. */
static int paso(struct patron *p, size_t b, uint64_t eq, int entra, uint64_t ultimo)
{
	const uint64_t mas = p->mas[b], menos = p->menos[b], xv = eq | menos;
	eq |= entra < 0;
	const uint64_t xh = (((eq & mas) + mas) ^ mas) | eq;
	uint64_t hmas = menos | ~(xh | mas), hmenos = mas & xh;
	const int sale = ((hmas & ultimo) != 0) - ((hmenos & ultimo) != 0);
	hmas = hmas << 1 | (entra > 0);
	hmenos = hmenos << 1 | (entra < 0);
	p->mas[b] = hmenos | ~(xv | hmas);
	p->menos[b] = hmas & xv;
	return sale;
}

/* Change of the distance at the quote's end when the text goes on by `c`. `arriba`: 0 when the quote may begin anywhere, 1 when it begins here. */
static int columna(struct patron *p, int32_t c, int arriba)
{
	const uint64_t *eq = p->donde + caracter(p, c) * p->bloques;
	int h = arriba;
	for (size_t b = 0; b < p->bloques; b++) {
		const bool fin = b + 1 == p->bloques;
		h = paso(p, b, eq[b], h, UINT64_C(1) << (fin ? (p->m - 1) % BLOQUE : BLOQUE - 1));
	}
	return h;
}

/* Least distance over all places; *fin is one past the last character of that place. */
static size_t buscar_cercana(struct patron *p, const struct pliegue *t, int preferida, size_t *fin)
{
	size_t d = p->m, mejor = SIZE_MAX;
	bool en_preferida = false;
	*fin = 0;
	for (size_t i = 0; i < t->n; i++) {
		d = (size_t)((ptrdiff_t)d + columna(p, t->v[i].c, 0));
		const bool aqui = (int)t->v[i].parte == preferida;
		if (d < mejor || (d == mejor && aqui && !en_preferida)) {
			en_preferida = aqui;
			mejor = d;
			*fin = i + 1;
		}
	}
	return mejor;
}

/* Where the place that ends at `fin` begins: the same distance, backwards. */
static size_t buscar_comienzo(struct patron *p, const struct pliegue *t, size_t fin)
{
	size_t d = p->m, mejor = SIZE_MAX, comienzo = fin;
	for (size_t i = fin; i > 0 && fin - i < 2 * p->m; i--) {
		d = (size_t)((ptrdiff_t)d + columna(p, t->v[i - 1].c, 1));
		if (d < mejor) {
			mejor = d;
			comienzo = i - 1;
		}
	}
	return comienzo;
}

/* ---- the answer ---- */

static size_t caracteres_hasta(const char *s, size_t byte)
{
	size_t k = 0;
	for (size_t i = 0; i < byte; i++)
		k += ((unsigned char)s[i] & 0xC0) != 0x80;
	return k;
}

static const char *siguiente_cifra(const char *s)
{
	return strpbrk(s, "0123456789");
}

static bool cifras_iguales(const char *a, const char *b)
{
	for (;;) {
		a = siguiente_cifra(a);
		b = siguiente_cifra(b);
		if (!a || !b)
			return !a && !b;
		if (*a++ != *b++)
			return false;
	}
}

/* Whole words: the place grows to where its first and last words begin and end. */
static enum status contestar(const struct clausulado *c, const struct pliegue *t, size_t desde, size_t fin, const char *cita,
	struct arena *a, struct pasaje *out, struct error *err)
{
	while (desde < fin && t->v[desde].c == ' ')
		desde++;
	while (desde > 0 && letra_es(t->v[desde].c) && letra_es(t->v[desde - 1].c))
		desde--;
	while (fin < t->n && letra_es(t->v[fin - 1].c) && letra_es(t->v[fin].c))
		fin++;
	const struct letra *primera = &t->v[desde];
	const struct clausula *x = &c->v[primera->parte];
	const size_t hasta = fin < t->n && t->v[fin].parte == primera->parte ? t->v[fin].byte : x->len;
	size_t largo = hasta > primera->byte ? hasta - primera->byte : 0;
	while (largo > 0 && (x->texto[primera->byte + largo - 1] == ' ' || x->texto[primera->byte + largo - 1] == '\n'))
		largo--;
	out->clausula = (int)primera->parte;
	out->desde = caracteres_hasta(x->texto, primera->byte);
	out->largo = caracteres_hasta(x->texto + primera->byte, largo);
	out->parrafo = x->cuerpo;
	for (size_t i = 0; i < primera->byte; i++)
		out->parrafo += x->texto[i] == '\n';
	out->texto = arena_memdup(a, x->texto + primera->byte, largo);
	if (!out->texto)
		return error_set(err, PROBLEM_SATURADO);
	out->cifras_iguales = cifras_iguales(cita, out->texto);
	return STATUS_OK;
}

static enum status buscar_parecida(
	const struct clausulado *c, const char *cita, int preferida, struct arena *a, struct pasaje *out, struct error *err)
{
	struct pliegue t, q;
	struct patron ida, vuelta;
	size_t fin = 0;
	if (!plegar_texto(c, false, a, &t) || !plegar_cita(cita, false, a, &q))
		return error_set(err, PROBLEM_SATURADO);
	if (q.n == 0 || t.n == 0)
		return STATUS_OK;
	if (!patron_make(&q, false, a, &ida) || !patron_make(&q, true, a, &vuelta))
		return error_set(err, PROBLEM_SATURADO);
	const size_t distancia = buscar_cercana(&ida, &t, preferida, &fin);
	const size_t acierto = distancia < q.n ? q.n - distancia : 0;
	out->puntos = (int)(100 * acierto / q.n);
	if (out->puntos == 0)
		return STATUS_OK;
	if (out->puntos == 100)
		out->puntos = 99;
	return contestar(c, &t, buscar_comienzo(&vuelta, &t, fin), fin, cita, a, out, err);
}

enum status pasaje_buscar(
	const struct clausulado *c, const char *cita_dada, int preferida, struct arena *a, struct pasaje *out, struct error *err)
{
	const char *cita = NULL;
	struct pliegue t, q;
	size_t donde = 0;
	*out = (struct pasaje){.clausula = -1};
	enum status st = texto_componer(cita_dada, a, &cita, err);
	if (st != STATUS_OK)
		return st;
	if (!plegar_texto(c, true, a, &t) || !plegar_cita(cita, true, a, &q))
		return error_set(err, PROBLEM_SATURADO);
	size_t *bordes = ARENA_ARRAY(a, q.n + 1, size_t);
	if (!bordes)
		return error_set(err, PROBLEM_SATURADO);
	if (q.n == 0)
		return STATUS_OK;
	out->veces = buscar_exacta(&t, &q, preferida, bordes, &donde);
	if (out->veces == 0)
		return buscar_parecida(c, cita, preferida, a, out, err);
	out->puntos = 100;
	return contestar(c, &t, donde, donde + q.n, cita, a, out, err);
}
