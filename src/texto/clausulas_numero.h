/* Which number a paragraph begins with, as agreements are numbered in Mexico. Private to src/texto. Pure. */
#ifndef TEXTO_CLAUSULAS_NUMERO_H
#define TEXTO_CLAUSULAS_NUMERO_H

#include "texto/palabras.h"

/* In order of how surely it marks a clause. */
enum estilo { ESTILO_NINGUNO, ESTILO_ARTICULO, ESTILO_ORDINAL, ESTILO_ROMANO, ESTILO_ARABIGO };

struct numero {
	enum estilo estilo;
	int ordinal;
	size_t largo;  /* bytes of the number as written */
	size_t cuerpo; /* bytes up to what follows it, closers and white space skipped */
};

/* `encabezado`: the document itself calls the paragraph a heading, so that a bare "1 Objeto" counts too. */
struct numero numero_leer(const char *parrafo, bool encabezado);

/* The number anywhere in a name that a person gives ("la cláusula quinta", "ART. 5"); 0 when there is none. */
int numero_en(const char *nombre);

#endif
