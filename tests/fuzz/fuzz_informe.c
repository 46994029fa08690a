/* What the inspector's child sends, decoded by the parent: the child may be the enemy's by then. What is believed must encode to the same bytes. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "documents/obra.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	ARENA_AUTO *a = arena_create(32u << 20);
	enum documento_tipo tipo;
	struct obra o;

	if (a == NULL || size == 0)
		return 0;
	tipo = (enum documento_tipo)(data[0] % DOCUMENTO_TIPO_COUNT);
	obra_init(&o, a);
	if (!obra_decode(data + 1, size - 1, tipo, &o))
		return 0;
	for (size_t i = 0; i < o.i.n_hallazgos; i++)
		if (o.i.hallazgos[i].parrafo > (int)o.i.texto.n || *hallazgo_info(o.i.hallazgos[i].codigo)->titulo == '\0')
			abort();
	for (size_t i = 0; i < o.i.texto.n; i++)
		if (strlen(o.i.texto.parrafos[i].texto) == 0 || strpbrk(o.i.texto.parrafos[i].texto, "\n\t\f") != NULL)
			abort();
	return 0;
}
