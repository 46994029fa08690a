/* tesseract's table of words, or what it says of a page's position, as the child may have written it: what is kept of it stays on the page and within its bounds. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "documents/lectura.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	ARENA_AUTO *a = arena_create((size_t)32 << 20);
	struct pagina_leida g = {.numero = 1};
	struct lectura_parrafos p = {0};
	char *tsv = a ? arena_memdup(a, data, size) : NULL; /* NUL-terminated, as a buffer's text is */

	if (tsv && lectura_posicion(tsv, size) > 3)
		abort();
	if (!tsv || !lectura_tsv(tsv, size, 1700, 2200, &g, &p, a))
		return 0;
	if (g.confianza < 0 || g.confianza > 100 || g.dudosas > g.palabras)
		abort();
	for (size_t i = 0; i < g.n_lineas; i++) {
		const struct linea_leida *l = &g.lineas[i];
		if (l->x0 < 0 || l->y0 < 0 || l->x1 > LECTURA_UNIDAD || l->y1 > LECTURA_UNIDAD || l->x0 > l->x1 || l->y0 > l->y1)
			abort();
	}
	for (size_t i = 0; i < p.n; i++)
		if (!utf8_valid(p.v[i].texto, strlen(p.v[i].texto)))
			abort();
	return 0;
}
