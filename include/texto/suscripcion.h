/*
 * What a signed text says of its signing, as a reader of scans gives it: the date and the place in the closing sentence, and what stands below it. Forgiving
 * with letters that were misread ("rnayo", "l5"), never with the meaning: a date is one that exists, and a doubtful month is none.
 * Pure, thread-safe for distinct arenas.
 */
#ifndef TEXTO_SUSCRIPCION_H
#define TEXTO_SUSCRIPCION_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/fecha.h"
#include "texto/escrito.h"

struct fecha_hallada {
	dia_t fecha;
	size_t parrafo;
	const char *texto; /* as written */
};
/*
 * Dates in paragraphs [desde, hasta): "3 de mayo de 2026", "a los tres días del mes de mayo de dos mil veintiséis", "03/05/2026" (day first).
 * In order. UNAVAILABLE: the arena is full.
 */
NODISCARD enum status fechas_buscar(
	const struct escrito *e, size_t desde, size_t hasta, struct arena *a, struct fecha_hallada **out, size_t *n, struct error *err);

enum coincidencia {
	COINCIDE,
	DIFIERE,    /* something else is said */
	NO_HALLADA, /* nothing is said, as far as can be read */
	ILEGIBLE    /* nothing could be read where it should stand */
};
const char *coincidencia_slug(enum coincidencia c);

struct suscripcion {
	bool hay_cierre; /* a closing sentence was recognised; else the end of the text was searched */
	size_t cierre;   /* paragraph where the search began */
	size_t firmas;   /* first paragraph below the closing sentence */
	enum coincidencia fecha;
	struct fecha_hallada *fechas; /* all that the closing says */
	size_t n_fechas;
	enum coincidencia lugar;
	const char *lugar_texto; /* the place as written, NULL: none */
	size_t lugar_parrafo;
};
/* `declarada` DIA_NINGUNO and `lugar` NULL: nothing to hold against; the result is then NO_HALLADA or DIFIERE. UNAVAILABLE: the arena is full. */
NODISCARD enum status suscripcion_examinar(
	const struct escrito *e, dia_t declarada, const char *lugar, struct arena *a, struct suscripcion *out, struct error *err);

/* "Página 3 de 8", "3/8", "Hoja 3 de 8" and nothing else in the line. */
bool folio_leer(const char *linea, int *pagina, int *total);

/*
 * Which sheets are missing, from the numbers that the sheets themselves carry: `folios[i]` is what sheet i says (0: nothing legible), `totales[i]` of how many.
 * A sheet without a number counts as the one that its neighbours leave room for. Fills faltan[] (at most `max`), returns how many are missing;
 * *total: what most sheets say, 0 when fewer than two say anything.
 */
size_t folios_faltantes(const int *folios, const int *totales, size_t n, int *total, int *faltan, size_t max);
/* The first sheet, counted from 1, that says a lower number than one before it; 0: in order, or it cannot be told. `total`: of the function above. Pure. */
size_t folios_desorden(const int *folios, size_t n, int total);

#endif
