/* Private to the registry's list: its facets as a person reads them, each value a link to the list that it makes. */
#ifndef HTTP_REGISTRO_FACETAS_H
#define HTTP_REGISTRO_FACETAS_H

#include "http/registro_consulta.h"

/* The address of the list as it is asked, from its beginning, but for `sin` (NULL: all of it; ends with NULL). It ends in '?' or '&'. */
void registro_address(struct buf *out, const struct exchange *ex, const char *const *parametros, const char *const *sin);

/* What was counted of `facetas`, `n` counts; `parcial`: of the first entries only. */
void registro_facetas_html(struct buf *out, const struct exchange *ex, const char *const *parametros, const struct registro_lista *facetas,
	const struct registro_cuenta *cuentas, size_t n, bool parcial);

#endif
