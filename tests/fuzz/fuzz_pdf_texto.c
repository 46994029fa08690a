/* What pdftotext writes, taken apart in the service itself: a subverted tool may write anything. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "documents/pdf_texto.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	ARENA_AUTO *a = arena_create(32u << 20);
	struct obra o;

	if (a == NULL)
		return 0;
	obra_init(&o, a);
	o.i.total_paginas = 3;
	for (int i = 0; i < 3; i++)
		(void)obra_pagina(&o);
	pdf_texto_partir((const char *)data, size, &o);
	for (size_t i = 0; i < o.i.texto.n; i++) {
		const struct parrafo *p = &o.i.texto.parrafos[i];

		if (p->pagina < 1 || p->pagina > 3 || *p->texto == '\0' || !utf8_valid(p->texto, strlen(p->texto)) ||
			utf8_has_control(p->texto))
			abort();
	}
	return 0;
}
