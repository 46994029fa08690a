/* Numbers of the series: a pattern, NUL and a text that may be of it. What is read is written the same, and what is written is read back. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "services/numeros.h"

static void check(bool holds)
{
	if (!holds)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	ARENA_AUTO *a = arena_create((size_t)64 << 10);
	char *patron = size > 4 && size < 4096 && a ? arena_memdup(a, data + 4, size - 4) : NULL;
	int anio, numero;
	if (!patron)
		return 0;
	const char *texto = patron + strlen(patron) + (strlen(patron) < size - 4);
	const int y = 1000 + (data[0] | data[1] << 8) % 9000, n = 1 + (data[2] | data[3] << 8) * 15259; /* at most nine digits */
	const bool valido = numero_patron_valido(patron);
	const char *escrito = numero_format(a, patron, y, n);
	check(valido == (escrito != NULL));
	check(!escrito || (numero_parse(patron, escrito, &anio, &numero) && anio == y && numero == n));
	if (!numero_parse(patron, texto, &anio, &numero))
		return 0;
	check(valido && anio >= 1000 && anio <= 9999 && numero >= 1);
	check(strcmp(numero_format(a, patron, anio, numero), texto) == 0);
	return 0;
}
