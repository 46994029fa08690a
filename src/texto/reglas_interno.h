/* What the files of the rules share. Private to src/texto. */
#ifndef TEXTO_REGLAS_INTERNO_H
#define TEXTO_REGLAS_INTERNO_H

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdint.h>

#include "texto/reglas.h"

#define REGLAS_MAX 200
#define PATRONES_MAX 80 /* of one key of one rule */

enum regla_lugar { LUGAR_TODO, LUGAR_TITULO, LUGAR_INICIO, LUGAR_FINAL, LUGAR_COUNT };
/* A check that no pattern can make. */
enum regla_comprobacion { COMPROBACION_NINGUNA, COMPROBACION_SIN_ESPANOL, COMPROBACION_COUNT };

struct patrones {
	pcre2_code *v[PATRONES_MAX];
	size_t n;
};
struct regla_busqueda {
	enum regla_lugar lugar;
	enum regla_comprobacion comprobacion;
	struct patrones patron; /* any of them */
	struct patrones salvo;  /* a find that touches one of these does not count */
	struct patrones si;     /* the rule applies only to texts where one of these is found */
};
struct reglas {
	struct arena *arena;
	struct regla v[REGLAS_MAX];
	size_t n;
};

/* ---- a text made ready for searching (reglas_plegado.c) ---- */

/*
 * The paragraphs in one string, lower case and without accents, separated by `separador`; compatibility forms, quotes and dashes of all
 * kinds become the plain ones. `origen` gives for each byte its offset in the original paragraph.
 */
struct plegado {
	char *s;
	size_t n;
	uint32_t *origen;
	uint32_t *inicio; /* where each paragraph begins in s; one more than there are paragraphs */
	size_t parrafos;
};
/* As many whole paragraphs as fit into REVISION_BYTES_MAX. Lives in `a`. UNAVAILABLE: memory. */
NODISCARD enum status plegado_make(const struct escrito *e, char separador, struct arena *a, struct plegado *out);
/* Paragraph of a byte of s. */
size_t plegado_parrafo(const struct plegado *p, size_t byte);
/* The original words around s[desde..hasta), cut at word borders, with … where cut. NULL: arena full. */
const char *plegado_pasaje(const struct plegado *p, const struct escrito *e, size_t desde, size_t hasta, struct arena *a);

#endif
