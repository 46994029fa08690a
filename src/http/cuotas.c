/*
 * A bucket is one number, the moment at which it will be full (the "theoretical arrival time" of the generic cell rate algorithm): a request
 * moves it on by its share of the minute, and may not move it past a minute from now. A bucket that is full again says nothing, so its place
 * is free without any sweeping.
 */
#include "http/cuotas.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

#define VENTANA_NS INT64_C(60000000000)
#define SEGUNDO_NS INT64_C(1000000000)
#define CONJUNTOS (CUOTAS_ENTRADAS / CUOTAS_VIAS)
#define POLITICA_LEN 64

struct entrada {
	uint64_t marca;
	int64_t llena_ns;
};
struct cuotas {
	struct cuotas_limites limites;
	char politicas[GASTO_COUNT][SUJETO_COUNT][POLITICA_LEN];
	uint8_t secreto[HASH_KEY_LEN];
	struct entrada entradas[CONJUNTOS][CUOTAS_VIAS];
};

const char *gasto_nombre(enum gasto g)
{
	switch (g) {
	case GASTO_PUBLICO:
		return "publico";
	case GASTO_LECTURA:
		return "lectura";
	case GASTO_ESCRITURA:
		return "escritura";
	case GASTO_DOCUMENTOS:
		return "documentos";
	case GASTO_COSTOSO:
		return "costoso";
	case GASTO_SEGUN_RUTA:
	case GASTO_LIBRE:
	case GASTO_COUNT:
		break;
	}
	return "";
}

const char *sujeto_nombre(enum sujeto s)
{
	return s == SUJETO_CLAVE ? "clave" : "direccion";
}

struct cuotas *cuotas_create(const struct cuotas_limites *l)
{
	struct cuotas *c = calloc(1, sizeof *c);
	if (!c)
		return NULL;
	c->limites = *l;
	random_bytes(c->secreto, sizeof c->secreto);
	for (int g = 0; g < GASTO_COUNT; g++) {
		for (int s = 0; s < SUJETO_COUNT; s++)
			snprintf(c->politicas[g][s], POLITICA_LEN, "\"%s-%s\";q=%d;w=60", gasto_nombre((enum gasto)g),
				sujeto_nombre((enum sujeto)s), l->por_minuto[g][s]);
	}
	return c;
}

void cuotas_destroy(struct cuotas *c)
{
	free(c);
}

/* The bucket's place: its own, or that of whoever in its set is nearest to full, emptied of that one's past. */
static struct entrada *place(struct cuotas *c, enum gasto g, enum sujeto s, const uint8_t *id)
{
	uint8_t text[CUOTAS_ID_LEN + 2] = {[CUOTAS_ID_LEN] = (uint8_t)g, [CUOTAS_ID_LEN + 1] = (uint8_t)s};
	memcpy(text, id, CUOTAS_ID_LEN);
	uint64_t mark = hash_keyed(c->secreto, text, sizeof text);
	struct entrada *set = c->entradas[mark % CONJUNTOS], *best = set;
	for (int i = 0; i < CUOTAS_VIAS; i++) {
		if (set[i].marca == mark)
			return &set[i];
		if (set[i].llena_ns < best->llena_ns)
			best = &set[i];
	}
	*best = (struct entrada){.marca = mark};
	return best;
}

static int seconds_up(int64_t ns)
{
	return (int)((ns + SEGUNDO_NS - 1) / SEGUNDO_NS);
}

bool cuotas_take(struct cuotas *c, enum gasto g, enum sujeto s, const uint8_t id[static CUOTAS_ID_LEN], int64_t now, struct cuota *out)
{
	int64_t n = g < GASTO_COUNT ? c->limites.por_minuto[g][s] : 0;
	*out = (struct cuota){0};
	if (n <= 0)
		return true;
	int64_t share = VENTANA_NS / n, full = share * n;
	struct entrada *e = place(c, g, s, id);
	int64_t owed = e->llena_ns > now ? e->llena_ns - now : 0;
	bool ok = owed + share <= full;
	if (ok) {
		owed += share;
		e->llena_ns = now + owed;
	} else {
		out->espera_s = seconds_up(owed + share - full);
	}
	out->politica = c->politicas[g][s];
	out->por_minuto = (int)n;
	out->restan = (int)((full - owed) / share);
	out->repone_s = seconds_up(owed);
	return ok;
}
