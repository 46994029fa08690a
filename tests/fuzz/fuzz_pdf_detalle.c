/* A PDF through libqpdf: whatever is in it, the parent can decode what is said about it. */
#include <stdint.h>
#include <stdlib.h>

#include "documents/detalle.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	ARENA_AUTO *a = arena_create(64u << 20);
	struct obra o;
	BUF_AUTO wire;

	buf_init(&wire, OBRA_CABLE_MAX);
	if (a == NULL || size == 0)
		return 0;
	obra_init(&o, a);
	pdf_detallar(data, size, &o);
	obra_encode(&o, &wire);
	if (o.llena || wire.failed)
		abort();
	obra_init(&o, a);
	if (!obra_decode((const uint8_t *)wire.data, wire.len, DOCUMENTO_PDF, &o))
		abort();
	return 0;
}
