/*
 * Headings of clauses as a machine reads them off paper. In their numbers some letters are taken for others: «ARTÍCULO Il», «ARTICULO 1V», «ARTÍCULO VHI» (two
 * ones that touch look like an H). Thread-safe.
 */
#ifndef TEXTO_TITULOS_H
#define TEXTO_TITULOS_H

#include <stdbool.h>

#include "base/arena.h"
#include "texto/escrito.h"

/* Whether the text numbers its clauses I, II, III: then "11" in a copy of it is no eleven, and "HI" is a three. NULL: no. */
bool titulos_en_romanos(const struct escrito *e);
/* The paragraph with the number of its heading mended; itself when there is nothing to mend; NULL: no memory. */
const char *titulo_enmendar(const char *parrafo, bool romanos, struct arena *a);

#endif
