/*
 * How much two texts share, over all their wording: runs of five words (shingles) of the normalised text (domain/texto.h). Symmetric.
 * For finding near-duplicates; what differs is the comparison's matter. Pure, thread-safe for distinct arenas.
 */
#ifndef TEXTO_PARECIDO_H
#define TEXTO_PARECIDO_H

#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "texto/escrito.h"

#define SEMBLANZA_PALABRAS 5

/* The distinct runs of a text, as ordered hashes. A text of fewer words is one run; an empty one has none. */
struct semblanza {
	uint64_t *v;
	size_t n;
};
/* Looks at the first CLAUSULADO_BYTES_MAX bytes. INTERNAL: not UTF-8. UNAVAILABLE: no memory (8 bytes a word stay in the arena). */
NODISCARD enum status semblanza_make(const struct escrito *e, struct arena *a, struct semblanza *out, struct error *err);

struct parecido {
	int semejanza;  /* 0–100: runs in both, of all runs (Jaccard). 100 only when all are in both */
	int contencion; /* 0–100: runs in both, of the shorter text's */
};
struct parecido parecido_medir(const struct semblanza *a, const struct semblanza *b);

#endif
