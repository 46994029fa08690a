#include "texto/comparacion.h"

#include <string.h>

#include "texto/comparacion_interno.h"

const char *cambio_slug(enum cambio c)
{
	static const char *const slugs[CAMBIO_COUNT] = {"igual", "cambiada", "agregada", "quitada"};
	return c < CAMBIO_COUNT ? slugs[c] : "";
}

static void anotar(struct comparacion *c, struct cotejo k)
{
	c->iguales += k.cambio == CAMBIO_NINGUNO && !k.movida;
	c->movidas += k.movida;
	c->cambiadas += k.cambio == CAMBIO_TEXTO;
	c->agregadas += k.cambio == CAMBIO_AGREGADA;
	c->quitadas += k.cambio == CAMBIO_QUITADA;
	c->v[c->n++] = k;
}

/* Those that were removed after clause i of the first text, or at its beginning (-1). */
static void anotar_quitadas(struct comparacion *c, const int *pareja, int i)
{
	for (size_t k = (size_t)(i + 1L); k < c->de.n && pareja[k] < 0; k++)
		anotar(c, (struct cotejo){.cambio = CAMBIO_QUITADA, .de = (int)k, .a = -1});
}

struct emparejado {
	int *pareja, *semejanza, *vuelta; /* vuelta: of the second text's clauses */
	bool *movida;
};

static enum status anotar_pareja(
	struct comparacion *c, const struct emparejado *e, int i, int j, enum comparacion_modo modo, struct arena *ar, struct error *err)
{
	const struct clausula *x = &c->de.v[i], *y = &c->a.v[j];
	struct cotejo k = {.de = i, .a = j, .movida = e->movida[i], .renumerada = strcmp(x->numero, y->numero) != 0};
	const enum status st = cotejo_tramos(x, y, modo, ar, &k, err);
	if (k.cambio == CAMBIO_NINGUNO)
		k.semejanza = 100;
	else
		k.semejanza = e->semejanza[i] < 100 ? e->semejanza[i] : 99;
	anotar(c, k);
	return st;
}

enum status comparacion_make(const struct escrito *de, const struct escrito *a, enum comparacion_modo modo, struct arena *ar,
	struct comparacion *out, struct error *err)
{
	*out = (struct comparacion){0};
	enum status st = clausulado_make(de, ar, &out->de, err);
	if (st == STATUS_OK)
		st = clausulado_make(a, ar, &out->a, err);
	if (st != STATUS_OK)
		return st;
	struct emparejado e = {.pareja = ARENA_ARRAY(ar, out->de.n, int),
		.semejanza = ARENA_ARRAY(ar, out->de.n, int),
		.vuelta = ARENA_ARRAY(ar, out->a.n, int),
		.movida = ARENA_ARRAY(ar, out->de.n, bool)};
	out->v = ARENA_ARRAY(ar, out->de.n + out->a.n, struct cotejo);
	if (!e.pareja || !e.semejanza || !e.vuelta || !e.movida || !out->v)
		return error_set(err, PROBLEM_SATURADO);
	st = cotejo_emparejar(&out->de, &out->a, ar, e.pareja, e.semejanza, err);
	if (st == STATUS_OK)
		st = cotejo_movidas(&out->de, e.pareja, ar, e.movida, err);
	for (size_t j = 0; j < out->a.n; j++)
		e.vuelta[j] = -1;
	for (size_t i = 0; st == STATUS_OK && i < out->de.n; i++) {
		if (e.pareja[i] >= 0)
			e.vuelta[e.pareja[i]] = (int)i;
	}
	if (st == STATUS_OK)
		anotar_quitadas(out, e.pareja, -1);
	for (size_t j = 0; st == STATUS_OK && j < out->a.n; j++) {
		if (e.vuelta[j] < 0) {
			anotar(out, (struct cotejo){.cambio = CAMBIO_AGREGADA, .de = -1, .a = (int)j});
			continue;
		}
		st = anotar_pareja(out, &e, e.vuelta[j], (int)j, modo, ar, err);
		anotar_quitadas(out, e.pareja, e.vuelta[j]);
	}
	return st;
}

const struct cotejo *comparacion_de(const struct comparacion *c, int parte)
{
	for (size_t i = 0; i < c->n && parte >= 0; i++) {
		if (c->v[i].de == parte)
			return &c->v[i];
	}
	return NULL;
}
