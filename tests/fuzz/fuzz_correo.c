/* libFuzzer: a message, through the parser and back through the record that the parent decodes; and an Authentication-Results alone. */
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "documents/correo_analisis.h"
#include "documents/correo_registro.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	if (!hash_init() || !correo_preparar())
		abort();
	return 0;
}

static bool count(void *ctx, const void *p, size_t n)
{
	(void)p;
	*(uint64_t *)ctx += n;
	return true;
}

static void parse_results(const uint8_t *data, size_t size, struct arena *a)
{
	struct correo_autenticacion x;
	char *s = arena_memdup(a, data, size);

	if (s)
		(void)!correo_autenticacion_parse(s, a, &x);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	ARENA_AUTO *a = arena_create(32u << 20);
	struct correo c, back;
	struct correo_mensaje *m = correo_analizar(data, size, a, &c);
	uint64_t total = 0;
	BUF_AUTO record;

	buf_init(&record, CORREO_REGISTRO_MAX);
	if (!m)
		abort();
	for (size_t i = 0; i < c.n_partes; i++) {
		uint64_t n = 0;

		if (!correo_parte_escribir(m, i, count, &n) || n != c.partes[i].tamano)
			abort();
		total += n;
	}
	/* Whatever came in, what goes out is a record that the parent accepts, and no more bytes than came in. */
	correo_registro_encode(&c, &record);
	if (record.failed || total > size || !correo_registro_decode((const uint8_t *)buf_str(&record), record.len, total, a, &back))
		abort();
	(void)correo_registro_decode(data, size, 0, a, &back);
	correo_mensaje_free(m);
	parse_results(data, size, a);
	return 0;
}
