/* Parts of the comparison. Private to src/texto. */
#ifndef TEXTO_COMPARACION_INTERNO_H
#define TEXTO_COMPARACION_INTERNO_H

#include "texto/comparacion.h"

/*
 * Pairs the clauses of two texts: pareja[i] is the index in `b` of a's clause i, or -1; each at most once. semejanza[i] is 0–100, of those
 * paired. UNAVAILABLE: the arena is full.
 */
NODISCARD enum status cotejo_emparejar(
	const struct clausulado *a, const struct clausulado *b, struct arena *ar, int *pareja, int *semejanza, struct error *err);

/* Marks the paired clauses that do not stand in the order of the others: as few words as possible are called moved. */
NODISCARD enum status cotejo_movidas(const struct clausulado *a, const int *pareja, struct arena *ar, bool *movida, struct error *err);

/* Fills cambio and tramos of a paired clause. */
NODISCARD enum status cotejo_tramos(const struct clausula *a, const struct clausula *b, enum comparacion_modo modo, struct arena *ar,
	struct cotejo *out, struct error *err);

#endif
