/* Headers of images, and the search for what else the same bytes could be. */
#include <stdint.h>
#include <stdlib.h>

#include "documents/detalle.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const enum documento_tipo tipos[] = {DOCUMENTO_PNG, DOCUMENTO_JPEG, DOCUMENTO_TIFF};
	ARENA_AUTO *a = arena_create(8u << 20);
	struct obra o;

	if (a == NULL || size == 0)
		return 0;
	obra_init(&o, a);
	for (size_t i = 0; i < 3; i++)
		imagen_detallar(data, size, tipos[i], &o);
	for (int t = 0; t < DOCUMENTO_TIPO_COUNT; t++)
		(void)poliglota_find(data, size, (enum documento_tipo)t);
	return 0;
}
