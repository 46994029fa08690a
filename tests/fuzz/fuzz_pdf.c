/* libFuzzer: a PDF, and every other type that is recognised by its first bytes. */
#include <stdlib.h>

#include "documents/analisis.h"
#include "documents/registro.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* The first byte chooses what was declared. */
	const enum documento_tipo declarado = size > 0 ? (enum documento_tipo)(data[0] % DOCUMENTO_TIPO_COUNT) : DOCUMENTO_PDF;
	struct inspeccion out, back;
	uint8_t record[REGISTRO_LEN];

	documento_analizar(data, size, DOCUMENTO_PDF, paquete_analizar, NULL, &out);
	registro_encode(&out, record);
	if (!registro_decode(record, DOCUMENTO_PDF, &back))
		abort();
	documento_analizar(data, size, declarado, paquete_analizar, NULL, &out);
	registro_encode(&out, record);
	if (!registro_decode(record, declarado, &back))
		abort();
	return 0;
}
