/*
 * A text of an agreement as its parts: what comes before the clauses, the declarations, each clause, the closing with its signatures, the
 * annexes. The numbering habit is found in the text itself ("PRIMERA.-", "CLÁUSULA PRIMERA", "ARTÍCULO IV", "Artículo 4", "4.", "IV.",
 * headings as the document declares them); lettered and numbered items stay inside their clause. A text with none of these is one part.
 *
 * Strings are canonically composed (NFC) without characters that do not show; accents and ñ are kept: in a law text they tell words apart.
 * Results live in the arena. Pure, thread-safe for distinct arenas.
 */
#ifndef TEXTO_CLAUSULAS_H
#define TEXTO_CLAUSULAS_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/error.h"
#include "texto/escrito.h"

#define CLAUSULADO_BYTES_MAX ((size_t)2 << 20) /* of text looked at; what comes after is left out, and `truncado` says so */
#define CLAUSULADO_PARTES_MAX ((size_t)512)    /* the last part takes what is left */

enum clausula_clase {
	CLAUSULA_PREAMBULO,
	CLAUSULA_DECLARACIONES,
	CLAUSULA_NUMERADA, /* a clause proper, also when only a heading marks it */
	CLAUSULA_CIERRE,
	CLAUSULA_ANEXO,
	CLAUSULA_CLASE_COUNT
};
/* Stable machine name ("clausula", "cierre"…) and how people call the part ("Preámbulo"…); static. */
const char *clausula_clase_slug(enum clausula_clase c);
const char *clausula_clase_titulo(enum clausula_clase c);

struct clausula {
	enum clausula_clase clase;
	const char *numero; /* as written, without what closes it: "PRIMERA", "ARTÍCULO IV", "4"; "" = none */
	int ordinal;        /* what the number counts to; 0 = none */
	const char *titulo; /* "" = none; it is also the beginning of `texto` */
	const char *texto;  /* all but the number: paragraphs joined by \n */
	size_t len;         /* bytes of `texto` */
	size_t primero, n;  /* its paragraphs in the text it came from, the number's own among them */
	size_t cuerpo;      /* paragraph in which `texto` begins; each \n of `texto` is the next one */
};
struct clausulado {
	struct clausula *v;
	size_t n;
	bool truncado;
};

/* OK: at least one part unless the text is empty. INTERNAL: not UTF-8. UNAVAILABLE: the arena is full (it needs about six times the text). */
NODISCARD enum status clausulado_make(const struct escrito *e, struct arena *a, struct clausulado *out, struct error *err);

/*
 * The clause that a person means by `nombre` ("QUINTA", "cláusula 5", "ARTÍCULO V (Financiamiento)", "Financiamiento"): by number, else by title.
 * Index in `c->v`, or -1.
 */
int clausula_buscar(const struct clausulado *c, const char *nombre, struct arena *a);

/* Characters of its text: what offsets count. */
size_t clausula_caracteres(const struct clausula *c);

/* How the part is called in a sentence: "CLÁUSULA QUINTA. Financiamiento", "Preámbulo". NULL: the arena is full. */
const char *clausula_nombre(const struct clausula *c, struct arena *a);

#endif
