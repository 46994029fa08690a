/* libFuzzer: "current NUL patch" on the data of a file; the result obeys the same rules as a whole body, and a second time changes nothing. */
#include <stdlib.h>
#include <string.h>

#include "codec/tipos.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define ARENA_MAX ((size_t)1 << 24)

static const char otro[] = "{\"contacto\":{\"nombre\":\"A\"},\"ods\":[1]}"; /* when the input gives no current value */

static void need(bool holds)
{
	if (!holds)
		abort();
}

static void encode(const struct datos_expediente *d, struct buf *out)
{
	buf_reset(out);
	json_encode(&desc_datos_expediente, d, out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *corte = size ? memchr(data, '\0', size) : NULL;
	size_t n = corte ? (size_t)(corte - data) : 0;
	const char *patch = corte ? (const char *)corte + 1 : (const char *)data;
	size_t len = corte ? size - n - 1 : size;
	ARENA_AUTO *a = arena_create(ARENA_MAX);
	struct error err;
	struct datos_expediente antes, despues, otra;
	BUF_AUTO una;
	BUF_AUTO dos;
	buf_init(&una, ARENA_MAX);
	buf_init(&dos, ARENA_MAX);
	error_init(&err, a);
	if (!corte || json_decode(&desc_datos_expediente, (const char *)data, n, &antes, a, &err) != STATUS_OK) {
		error_init(&err, a);
		need(json_decode(&desc_datos_expediente, otro, sizeof otro - 1, &antes, a, &err) == STATUS_OK);
	}
	encode(&antes, &dos);
	enum status st = json_merge_patch(&desc_datos_expediente, &antes, patch, len, &despues, a, &err);
	encode(&antes, &una);
	need(strcmp(buf_str(&una), buf_str(&dos)) == 0); /* what was there is not touched */
	if (st != STATUS_OK) {
		need(st == STATUS_INVALID && (err.problem != PROBLEM_CUERPO_INVALIDO || err.n_items > 0));
		return 0;
	}
	encode(&despues, &una);
	need(json_decode(&desc_datos_expediente, buf_str(&una), una.len, &otra, a, &err) == STATUS_OK);
	need(json_merge_patch(&desc_datos_expediente, &despues, patch, len, &otra, a, &err) == STATUS_OK);
	encode(&otra, &dos);
	need(strcmp(buf_str(&una), buf_str(&dos)) == 0);
	return 0;
}
