/* What changed within a clause, so that a person can read it: no crumbs between two changes, and each change begins where a phrase begins. */
#include <string.h>

#include "texto/comparacion_interno.h"
#include "texto/diferencia.h"
#include "texto/palabras.h"

enum { DESLIZAR_MAX = 200 };

struct lado {
	const char *texto;
	size_t len;
	struct palabras p;
	uint32_t *letras;  /* bytes of letters and figures before word i; n + 1 of them */
	uint32_t *finales; /* ends of paragraph before word i */
	uint32_t *ids;
	bool *cambia;
};
struct trozo { /* words [a0, a1) of the first replaced by [b0, b1) of the second */
	size_t a0, a1, b0, b1;
};
struct taller {
	struct lado a, b;
	struct trozo *v;
	size_t n;
};

static size_t quitar_signos(struct palabras *p)
{
	size_t w = 0;
	for (size_t i = 0; i < p->n; i++) {
		if (p->v[i].clase == PALABRA_LETRAS)
			p->v[w++] = p->v[i];
	}
	return w;
}

static bool preparar(const struct clausula *c, enum comparacion_modo modo, struct arena *ar, struct lado *l, struct error *err)
{
	*l = (struct lado){.texto = c->texto, .len = c->len};
	if (palabras_cortar(c->texto, c->len, ar, &l->p, err) != STATUS_OK)
		return false;
	if (modo == COMPARACION_LECTURA)
		l->p.n = quitar_signos(&l->p);
	l->letras = ARENA_ARRAY(ar, l->p.n + 1, uint32_t);
	l->finales = ARENA_ARRAY(ar, l->p.n + 1, uint32_t);
	l->ids = ARENA_ARRAY(ar, l->p.n, uint32_t);
	l->cambia = ARENA_ARRAY(ar, l->p.n, bool);
	if (!l->letras || !l->finales || !l->ids || !l->cambia)
		return false;
	for (size_t i = 0; i < l->p.n; i++) {
		l->letras[i + 1] = l->letras[i] + (l->p.v[i].clase == PALABRA_LETRAS ? l->p.v[i].len : 0);
		l->finales[i + 1] = l->finales[i] + (l->p.v[i].clase == PALABRA_PARRAFO);
	}
	return true;
}

static void tomar_ids(struct lado *l)
{
	for (size_t i = 0; i < l->p.n; i++)
		l->ids[i] = l->p.v[i].id;
}

static bool iguales(const struct taller *t)
{
	return t->a.p.n == t->b.p.n && memcmp(t->a.ids, t->b.ids, t->a.p.n * sizeof *t->a.ids) == 0;
}

static bool reunir(struct taller *t, struct arena *ar)
{
	size_t i = 0, j = 0;
	t->v = ARENA_ARRAY(ar, t->a.p.n + t->b.p.n + 1, struct trozo);
	while (t->v && (i < t->a.p.n || j < t->b.p.n)) {
		struct trozo k = {i, i, j, j};
		while (k.a1 < t->a.p.n && t->a.cambia[k.a1])
			k.a1++;
		while (k.b1 < t->b.p.n && t->b.cambia[k.b1])
			k.b1++;
		i = k.a1 + 1;
		j = k.b1 + 1;
		if (k.a1 > k.a0 || k.b1 > k.b0)
			t->v[t->n++] = k;
	}
	return t->v != NULL;
}

/* How well a change may begin after word i of a side. */
static int pausa(const struct lado *l, size_t i)
{
	if (i == 0 || l->p.v[i - 1].clase == PALABRA_PARRAFO)
		return 3;
	if (l->p.v[i - 1].clase == PALABRA_LETRAS)
		return 0;
	return strchr(".;:", *l->p.v[i - 1].p) ? 2 : 1;
}

/* An insertion among repeated words could as well stand some words earlier: it goes to where a phrase begins. `l` is the side that has it. */
static void deslizar(const struct lado *l, size_t *desde, size_t *hasta, size_t *otro, size_t libre)
{
	size_t mejor = 0;
	int puntos = pausa(l, *desde);
	for (size_t k = 1; k <= libre && k <= DESLIZAR_MAX && l->ids[*desde - k] == l->ids[*hasta - k]; k++) {
		if (pausa(l, *desde - k) > puntos) {
			puntos = pausa(l, *desde - k);
			mejor = k;
		}
	}
	*desde -= mejor;
	*hasta -= mejor;
	*otro -= mejor;
}

static void deslizar_todos(struct taller *t)
{
	for (size_t k = 0; k < t->n; k++) {
		struct trozo *x = &t->v[k];
		const size_t libre = x->a0 - (k > 0 ? t->v[k - 1].a1 : 0);
		if (x->a0 == x->a1) {
			deslizar(&t->b, &x->b0, &x->b1, &x->a0, libre);
			x->a1 = x->a0;
		} else if (x->b0 == x->b1) {
			deslizar(&t->a, &x->a0, &x->a1, &x->b0, libre);
			x->b1 = x->b0;
		}
	}
}

static uint32_t peso(const struct taller *t, const struct trozo *x)
{
	const uint32_t a = t->a.letras[x->a1] - t->a.letras[x->a0], b = t->b.letras[x->b1] - t->b.letras[x->b0];
	return a > b ? a : b;
}

/* What stands equal between two changes is a crumb when both changes are at least as long, unless a paragraph ends there. */
static bool migaja(const struct taller *t, const struct trozo *x, const struct trozo *y)
{
	const uint32_t igual = t->a.letras[y->a0] - t->a.letras[x->a1];
	return t->a.finales[y->a0] == t->a.finales[x->a1] && igual <= peso(t, x) && igual <= peso(t, y);
}

static void juntar(struct taller *t)
{
	size_t n = 0;
	for (size_t k = 0; k < t->n; k++) {
		t->v[n++] = t->v[k];
		while (n > 1 && migaja(t, &t->v[n - 2], &t->v[n - 1])) {
			t->v[n - 2].a1 = t->v[n - 1].a1;
			t->v[n - 2].b1 = t->v[n - 1].b1;
			n--;
		}
	}
	t->n = n;
}

/* Byte at which word i begins; what stands before the first word belongs to it. */
static size_t lugar(const struct lado *l, size_t i)
{
	if (i == 0)
		return 0;
	return i < l->p.n ? (size_t)(l->p.v[i].p - l->texto) : l->len;
}

static size_t caracteres(const char *s, size_t n)
{
	size_t k = 0;
	for (size_t i = 0; i < n; i++)
		k += ((unsigned char)s[i] & 0xC0) != 0x80;
	return k;
}

static void poner(const struct taller *t, const struct trozo *x, bool igual, bool ultimo, struct cotejo *out)
{
	const size_t a = lugar(&t->a, x->a0), b = lugar(&t->b, x->b0);
	const size_t a1 = ultimo ? t->a.len : lugar(&t->a, x->a1), b1 = ultimo ? t->b.len : lugar(&t->b, x->b1);
	struct tramo_texto *k = &out->tramos[out->n_tramos];
	if (a == a1 && b == b1)
		return;
	*k = (struct tramo_texto){.igual = igual, .a = t->a.texto + a, .a_len = a1 - a, .b = t->b.texto + b, .b_len = b1 - b};
	if (out->n_tramos > 0) {
		k->desde_a = k[-1].desde_a + caracteres(k[-1].a, k[-1].a_len);
		k->desde_b = k[-1].desde_b + caracteres(k[-1].b, k[-1].b_len);
	}
	out->n_tramos++;
}

static enum status escribir(const struct taller *t, struct arena *ar, struct cotejo *out, struct error *err)
{
	size_t i = 0, j = 0;
	out->tramos = ARENA_ARRAY(ar, 2 * t->n + 1, struct tramo_texto);
	if (!out->tramos)
		return error_set(err, PROBLEM_SATURADO);
	for (size_t k = 0; k < t->n; k++) {
		poner(t, &(struct trozo){i, t->v[k].a0, j, t->v[k].b0}, true, false, out);
		poner(t, &t->v[k], false, false, out);
		i = t->v[k].a1;
		j = t->v[k].b1;
	}
	poner(t, &(struct trozo){i, t->a.p.n, j, t->b.p.n}, true, true, out);
	return STATUS_OK;
}

enum status cotejo_tramos(const struct clausula *a, const struct clausula *b, enum comparacion_modo modo, struct arena *ar,
	struct cotejo *out, struct error *err)
{
	struct taller t = {.n = 0};
	if (!preparar(a, modo, ar, &t.a, err) || !preparar(b, modo, ar, &t.b, err))
		return error_set(err, PROBLEM_SATURADO);
	if (palabras_numerar(&t.a.p, &t.b.p, modo == COMPARACION_LECTURA, ar, err) != STATUS_OK)
		return error_set(err, PROBLEM_SATURADO);
	tomar_ids(&t.a);
	tomar_ids(&t.b);
	if (iguales(&t))
		return STATUS_OK;
	int32_t *memoria = ARENA_ARRAY(ar, DIFERENCIA_MEMORIA(t.a.p.n, t.b.p.n), int32_t);
	if (!memoria)
		return error_set(err, PROBLEM_SATURADO);
	diferencia(t.a.ids, t.a.p.n, t.b.ids, t.b.p.n, memoria, t.a.cambia, t.b.cambia);
	if (!reunir(&t, ar))
		return error_set(err, PROBLEM_SATURADO);
	deslizar_todos(&t);
	juntar(&t);
	out->cambio = CAMBIO_TEXTO;
	return escribir(&t, ar, out, err);
}
