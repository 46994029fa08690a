/*
 * What became of an observation from one version to the next: the change at the clause and passage that it points at (PROCEDURE rule 8). Where the line
 * was anchored in another version, or before anchors were kept, clause and passage are looked for in this one. It says where the text changed,
 * not whether the change is the one that was asked for: that is for a person to read. Pure, thread-safe for distinct arenas.
 */
#ifndef TEXTO_VINCULO_H
#define TEXTO_VINCULO_H

#include "domain/expediente.h"
#include "texto/comparacion.h"

/* A passage this near (texto/pasaje.h) is taken for the one quoted. */
#define VINCULO_PUNTOS_MIN 85

enum vinculo_resultado {
	VINCULO_SIN_ANCLA,  /* points at nothing that the first text holds */
	VINCULO_SIN_CAMBIO, /* its clause says the same in both */
	VINCULO_CLAUSULA,   /* its clause changed, elsewhere than in the passage, or no passage was quoted */
	VINCULO_PASAJE,     /* the passage itself changed */
	VINCULO_QUITADA,    /* its clause is no longer there */
	VINCULO_COUNT
};
const char *vinculo_slug(
	enum vinculo_resultado r); /* "sin_ancla", "sin_cambio", "clausula_cambiada", "pasaje_cambiado", "clausula_quitada" */
const char *vinculo_titulo(enum vinculo_resultado r); /* for people, Spanish */

struct vinculo {
	enum vinculo_resultado resultado;
	int cotejo;          /* index in c->v; -1: none */
	size_t desde, largo; /* of the passage, in characters of the first text's clause; largo 0: the whole clause */
};
/* `documento`: the version that c->de is. UNAVAILABLE: the arena is full. */
NODISCARD enum status vinculo_hallar(const struct comparacion *c, const struct uuid *documento, const struct renglon *r, struct arena *a,
	struct vinculo *out, struct error *err);

/* Whether a change of the clause touches the passage of the link. */
bool vinculo_toca(const struct vinculo *v, const struct tramo_texto *t);

#endif
