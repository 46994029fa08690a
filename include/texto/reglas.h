/*
 * The pre-check's rules as data (config/revision.ini says how a rule is written): what the text of an agreement, or the letter that asks
 * for its dictamen, should say and should not say, why, and how to mend it. Loading validates everything and compiles the patterns; reviewing
 * searches them in a folded copy of the text (no case, no accents) and answers with places in the original. The folding serves searching
 * only, never a legal comparison. It advises: nothing here refuses anything.
 */
#ifndef TEXTO_REGLAS_H
#define TEXTO_REGLAS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/status.h"
#include "domain/vocabulario.h"
#include "texto/escrito.h"

enum regla_ambito { REGLA_PROYECTO, REGLA_SOLICITUD, REGLA_AMBITO_COUNT };
enum regla_clase {
	REGLA_DEBE,    /* must be present: its absence is the observation */
	REGLA_NO_DEBE, /* must not be present */
	REGLA_FORMA,   /* must not be present, and is a matter of form only */
	REGLA_CLASE_COUNT
};
/* Slugs as the rules' file and the API write them; static. */
const char *regla_ambito_slug(enum regla_ambito a);
const char *regla_clase_slug(enum regla_clase c);

struct regla_busqueda; /* compiled patterns, private */

/* Strings are UTF-8 and live as long as the `struct reglas`. */
struct regla {
	const char *id; /* the section's name: a–z, 0–9, _ */
	enum regla_ambito ambito;
	enum regla_clase clase;
	enum severidad severidad;
	const char *titulo;
	const char *fuente;            /* legal source, "" when there is none */
	const char *porque, *remedio;  /* why it matters; how to mend it */
	struct escrito dispara, calla; /* the rule's own tests: a text that raises it, one that does not */
	const struct regla_busqueda *busqueda;
};

struct reglas;

/*
 * Reads n bytes of rules (INI, UTF-8); `origen` names them in messages. INVALID: every fault is a line of `faltas` ("origen [sección]
 * clave: motivo") and *out is NULL. UNAVAILABLE: memory. The result is immutable and may be shared between threads; reglas_free frees it.
 */
NODISCARD enum status reglas_load(const char *ini, size_t n, const char *origen, struct reglas **out, struct buf *faltas);
void reglas_free(struct reglas *r); /* NULL is fine */
size_t reglas_count(const struct reglas *r);
const struct regla *regla_at(const struct reglas *r, size_t i);
/* By its id; NULL when there is none. */
const struct regla *regla_find(const struct reglas *r, const char *id);

/* Runs each rule's own two texts; every one that fails is a line of `faltas`. True when all behave. */
NODISCARD bool reglas_self_test(const struct reglas *r, struct buf *faltas);

#define PARRAFO_NINGUNO ((size_t)-1)

enum observacion_tipo {
	OBSERVACION_FALTA,     /* what must be there was not found; it has no place */
	OBSERVACION_HALLADA,   /* what should not be there, and where */
	OBSERVACION_NO_JUZGADA /* the search was given up at its limits, or there was too little text to say */
};
struct observacion {
	const struct regla *regla;
	enum observacion_tipo tipo;
	size_t parrafo;     /* index into the text; PARRAFO_NINGUNO: no place of its own */
	int pagina;         /* from 1, 0 = unknown */
	const char *pasaje; /* the words around, as written; NULL without a place */
	size_t veces;       /* how often the rule was found; only the first OBSERVACIONES_POR_REGLA are listed */
};
#define OBSERVACIONES_POR_REGLA 5
/* A rule whose clause was found, and where: a person checks whether it says what it should. */
struct cumplida {
	const struct regla *regla;
	size_t parrafo;
	int pagina;
	const char *pasaje;
};
struct revision_texto {
	struct observacion *observaciones; /* as the rules are ordered, then as they stand in the text */
	size_t n;
	struct cumplida *cumplidas;
	size_t n_cumplidas;
	bool sin_espanol;       /* the text is in another language: what must be present was not looked for */
	size_t parrafos_vistos; /* fewer than the text has: the rest was not looked at (REVISION_BYTES_MAX) */
};
#define REVISION_BYTES_MAX ((size_t)512 * 1024) /* of folded text; a long agreement has 60 KiB */

/*
 * Applies the rules of one scope. Results live in `a` (up to about 300 KiB) and point into `r`. Time is bounded by the text's bounds and
 * each search's own limits. An empty text is not judged at all. UNAVAILABLE: memory. Pure, thread-safe.
 */
NODISCARD enum status reglas_review(
	const struct reglas *r, enum regla_ambito ambito, const struct escrito *e, struct arena *a, struct revision_texto *out);

#endif
