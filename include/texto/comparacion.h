/*
 * Two texts of one agreement, clause by clause: which were kept, moved, changed, added, removed, and word by word what changed within each.
 * Clauses are paired by what they say; number and title only help. The words of a change are exact: `a` pieces joined give the first
 * text, `b` pieces the second, to the character (a test holds it).
 *
 * Bounded for any input: time and memory are linear in the texts times a constant (diferencia.h); beyond that the difference found is still true,
 * only not the shortest. Pure, thread-safe for distinct arenas. Source of the method: E. Myers, "An O(ND) Difference Algorithm", 1986.
 */
#ifndef TEXTO_COMPARACION_H
#define TEXTO_COMPARACION_H

#include "base/buf.h"
#include "texto/clausulas.h"

enum cambio { CAMBIO_NINGUNO, CAMBIO_TEXTO, CAMBIO_AGREGADA, CAMBIO_QUITADA, CAMBIO_COUNT };
const char *cambio_slug(enum cambio c); /* "igual", "cambiada", "agregada", "quitada" */

/* A stretch of a clause: the same in both (igual), or `a` replaced by `b`; one of them may be empty. Not NUL-terminated. */
struct tramo_texto {
	bool igual;
	const char *a, *b;
	size_t a_len, b_len;
	size_t desde_a, desde_b; /* characters before it in either clause's text */
};
struct cotejo { /* one clause in both texts */
	enum cambio cambio;
	bool movida;                /* stands elsewhere among the others */
	bool renumerada;            /* another number as written */
	int de, a;                  /* indices in either clausulado; -1: not there */
	int semejanza;              /* 0–100, of what both say */
	struct tramo_texto *tramos; /* CAMBIO_TEXTO only, in order */
	size_t n_tramos;
};
struct comparacion {
	struct clausulado de, a;
	struct cotejo *v; /* in the order of the second text; what was removed stands where it used to be */
	size_t n;
	size_t iguales, movidas, cambiadas, agregadas, quitadas; /* movidas may be changed too */
};

enum comparacion_modo {
	COMPARACION_EXACTA, /* every letter, sign and capital counts */
	COMPARACION_LECTURA /* one side was read from an image: case and signs do not count */
};

/* INTERNAL: not UTF-8. UNAVAILABLE: the arena is full (about 150 bytes per word of both texts). */
NODISCARD enum status comparacion_make(const struct escrito *de, const struct escrito *a, enum comparacion_modo modo, struct arena *ar,
	struct comparacion *out, struct error *err);

/* The change at clause `parte` of the first text, NULL when the index is not there. */
const struct cotejo *comparacion_de(const struct comparacion *c, int parte);

#endif
