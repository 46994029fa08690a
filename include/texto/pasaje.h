/*
 * Finding a quoted passage in a text: exactly (but for white space, case of the typographic signs, and case of letters), else as near as it gets.
 * The tolerance is for readers of scans and for hasty quoting: characters lost, joined, split or misread. A single changed figure costs one
 * character too: whoever draws a legal consequence looks at `cifras_iguales`, and shows `texto` to a person.
 *
 * Bounded: time is (characters of the text) × (characters of the quote) / 64. Pure, thread-safe for distinct arenas.
 */
#ifndef TEXTO_PASAJE_H
#define TEXTO_PASAJE_H

#include "texto/clausulas.h"

#define PASAJE_CITA_MAX ((size_t)4000) /* characters of the quote that are looked at */

/* Below this, what was found is most likely something else; from here on it is what somebody meant to quote. */
#define PASAJE_PARECIDO_MIN 60

struct pasaje {
	int puntos;   /* 100: exact; 0–99: share of the quote's letters and figures that stand there, in order; 0: nothing like it */
	int clausula; /* index in the clausulado of the part where it begins; -1: not found */
	size_t desde, largo; /* in Unicode characters of that part's `texto`; does not pass the part's end */
	size_t parrafo;      /* of the text it came from, where it begins */
	const char *texto;   /* what stands there, as written */
	int veces;           /* exact occurrences in the whole text; 0 unless puntos = 100 */
	bool cifras_iguales; /* the figures of quote and text are the same, in order */
};

/*
 * Looks for `cita`. Among several exact places, one in part `preferida` (index; -1 = none) comes first, else the first one; a tolerant search takes the
 * nearest, and among equals `preferida`. A quote without letters or figures is not found. UNAVAILABLE: the arena is full (about 24 bytes per character).
 */
NODISCARD enum status pasaje_buscar(
	const struct clausulado *c, const char *cita, int preferida, struct arena *a, struct pasaje *out, struct error *err);

#endif
