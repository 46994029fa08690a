/*
 * The approved text against what was read of the signed one. A reader of scans loses and swaps letters: a stretch that differs counts only when a bad print
 * does not explain it, and whatever touches a figure always counts.
 */
#include <string.h>

#include "services/copia_examen.h"
#include "texto/fichas.h"

#define TRAMO_PALABRAS 400
#define DIFERENCIAS_MAX 40 /* of one clause that are told */
#define LETRAS_MAX 600

/* ---- is it the reader's fault? ---- */

struct tramo_plegado {
	struct palabra_plegada *p;
	size_t n;
};

static bool fold(const char *s, size_t len, struct arena *a, struct tramo_plegado *t, const char **texto)
{
	*texto = arena_memdup(a, s, len);
	t->p = ARENA_ARRAY(a, TRAMO_PALABRAS, struct palabra_plegada);
	if (!*texto || !t->p)
		return false;
	t->n = palabras_plegar(*texto, t->p, TRAMO_PALABRAS);
	return true;
}

static bool has_figure(const struct palabra_plegada *p)
{
	for (const char *s = p->s; *s; s++)
		if (*s >= '0' && *s <= '9')
			return true;
	return false;
}

/* A word that counts something: "90", "treinta". "un", "una" and "uno" are articles too often. */
static bool counts(const struct palabra_plegada *p)
{
	int v;
	return has_figure(p) ||
		(p->largo > 2 && strcmp(p->s, "uno") != 0 && strcmp(p->s, "primero") != 0 && cuenta_leer(p, 1, 9999, &v) == 1);
}

static bool any_count(const struct tramo_plegado *t)
{
	for (size_t i = 0; i < t->n; i++)
		if (counts(&t->p[i]))
			return true;
	return false;
}

static bool same_counts(const struct tramo_plegado *a, const struct tramo_plegado *b)
{
	size_t i = 0, j = 0;
	for (;;) {
		while (i < a->n && !counts(&a->p[i]))
			i++;
		while (j < b->n && !counts(&b->p[j]))
			j++;
		if (i == a->n || j == b->n)
			return i == a->n && j == b->n;
		int u = -1, v = -2;
		(void)cuenta_leer(&a->p[i], 1, 9999, &u);
		(void)cuenta_leer(&b->p[j], 1, 9999, &v);
		if (u != v && strcmp(a->p[i].s, b->p[j].s) != 0)
			return false;
		i++;
		j++;
	}
}

static size_t letters(const struct tramo_plegado *t, char out[static LETRAS_MAX])
{
	size_t n = 0;
	for (size_t i = 0; i < t->n; i++)
		for (const char *s = t->p[i].s; *s && n + 1 < LETRAS_MAX; s++)
			out[n++] = *s;
	out[n] = '\0';
	return n;
}

/* Letters in which two runs differ, words run together and split included. */
static size_t run_distance(const char *a, size_t n, const char *b, size_t m)
{
	uint16_t fila[LETRAS_MAX];
	for (size_t j = 0; j <= m; j++)
		fila[j] = (uint16_t)j;
	for (size_t i = 1; i <= n; i++) {
		uint16_t diagonal = fila[0];
		fila[0] = (uint16_t)i;
		for (size_t j = 1; j <= m; j++) {
			uint16_t v = (uint16_t)(diagonal + (a[i - 1] != b[j - 1]));
			diagonal = fila[j];
			v = fila[j] + 1 < v ? (uint16_t)(fila[j] + 1) : v;
			fila[j] = fila[j - 1] + 1 < v ? (uint16_t)(fila[j - 1] + 1) : v;
		}
	}
	return fila[m];
}

static bool says_no(const struct tramo_plegado *t)
{
	for (size_t i = 0; i < t->n; i++)
		if (strcmp(t->p[i].s, "no") == 0 || strcmp(t->p[i].s, "ni") == 0 || strcmp(t->p[i].s, "sin") == 0)
			return true;
	return false;
}

/* A third of the letters at most, or two crumbs; never a negation that came or went. */
static bool misread(const struct tramo_plegado *a, const struct tramo_plegado *b, int confianza)
{
	char x[LETRAS_MAX], y[LETRAS_MAX];
	size_t n = letters(a, x), m = letters(b, y), largo = n > m ? n : m;
	if (says_no(a) != says_no(b) && confianza >= LECTURA_DUDA)
		return false;
	return largo <= 2 || run_distance(x, n, y, m) * 3 <= largo;
}

/* ---- clauses ---- */

/* Page of a place in a part: its paragraphs are the \n of its text. */
static int page_at(const struct escrito *e, const struct clausula *c, size_t caracteres)
{
	size_t parrafo = c->cuerpo, k = 0;
	for (const char *s = c->texto; *s && k < caracteres; s++) {
		parrafo += *s == '\n';
		k += ((unsigned char)*s & 0xc0) != 0x80;
	}
	return parrafo < e->n ? e->parrafos[parrafo].pagina : 0;
}

static int part_confidence(const struct escrito *e, const struct clausula *c)
{
	long suma = 0, letras = 0;
	for (size_t i = c->primero; i < c->primero + c->n && i < e->n; i++) {
		long n = (long)strlen(e->parrafos[i].texto);
		suma += n * e->parrafos[i].confianza;
		letras += n;
	}
	return letras ? (int)(suma / letras) : 0;
}

static bool keep_differences(struct copia_examen *x, struct copia_clausula *q, struct arena *a)
{
	const struct cotejo *c = q->cotejo;
	q->diferencias = ARENA_ARRAY(a, DIFERENCIAS_MAX, struct copia_diferencia);
	if (!q->diferencias)
		return false;
	for (size_t i = 0; i < c->n_tramos && q->n < DIFERENCIAS_MAX; i++) {
		const struct tramo_texto *t = &c->tramos[i];
		struct tramo_plegado de, hacia;
		const char *antes, *despues;
		if (t->igual)
			continue;
		if (!fold(t->a, t->a_len, a, &de, &antes) || !fold(t->b, t->b_len, a, &hacia, &despues))
			return false;
		bool cifra = any_count(&de) && any_count(&hacia) && !same_counts(&de, &hacia);
		if ((de.n || hacia.n) && (cifra || any_count(&de) != any_count(&hacia) || !misread(&de, &hacia, q->confianza)))
			q->diferencias[q->n++] = (struct copia_diferencia){.antes = antes,
				.despues = despues,
				.cifra = cifra,
				.pagina = page_at(&x->texto, &x->comparacion.a.v[c->a], t->desde_b)};
	}
	return true;
}

static bool keep_clause(struct copia_examen *x, const struct cotejo *c, struct arena *a)
{
	struct copia_clausula *q = &x->clausulas[x->n_clausulas++];
	const struct comparacion *k = &x->comparacion;
	const struct clausula *parte = c->de >= 0 ? &k->de.v[c->de] : &k->a.v[c->a];
	*q = (struct copia_clausula){.cotejo = c, .nombre = clausula_nombre(parte, a), .cambio = c->cambio};
	if (c->a >= 0) {
		q->pagina = page_at(&x->texto, &k->a.v[c->a], 0);
		q->confianza = part_confidence(&x->texto, &k->a.v[c->a]);
	}
	if (c->cambio == CAMBIO_TEXTO) {
		if (!keep_differences(x, q, a))
			return false;
		if (q->n == 0)
			q->cambio = CAMBIO_NINGUNO;
	}
	q->ilegible = q->cambio == CAMBIO_QUITADA && copia_con_huecos(x);
	return q->nombre != NULL;
}

enum status copia_cotejar(struct copia_examen *x, struct arena *a, struct error *err)
{
	enum status st = comparacion_make(x->encargo->aprobado, &x->texto, COMPARACION_LECTURA, a, &x->comparacion, err);
	if (st != STATUS_OK)
		return st;
	x->clausulas = ARENA_ARRAY(a, x->comparacion.n, struct copia_clausula);
	bool ok = x->clausulas != NULL;
	for (size_t i = 0; ok && i < x->comparacion.n; i++)
		ok = keep_clause(x, &x->comparacion.v[i], a);
	x->comparada = ok;
	return ok ? STATUS_OK : error_set(err, PROBLEM_SATURADO);
}
