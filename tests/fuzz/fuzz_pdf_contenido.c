/* Content streams of pages. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "documents/detalle.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void paint(void *ctx, const char *name, const double m[static 6])
{
	(void)m;
	if (strlen(name) == 0 || strlen(name) >= 128)
		abort();
	++*(size_t *)ctx;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const double identity[6] = {1, 0, 0, 1, 0, 0};
	size_t painted = 0;

	pdf_contenido(data, size, identity, paint, &painted);
	/* A name and an operator take five bytes at least. */
	if (painted > size / 4)
		abort();
	return 0;
}
