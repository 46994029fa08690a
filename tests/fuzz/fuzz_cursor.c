/* Sealed cursors: what was typed as one, as a key, and what was made of a key. What opens is, sealed again, what was typed, but for the case of its digits. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "http/cursor.h"

static void check(bool holds)
{
	if (!holds)
		abort();
}

static void question(struct sha256_ctx *c, const char *que)
{
	sha256_begin(c);
	sha256_add(c, que, strlen(que) + 1);
}

static void typed(const char *s, struct arena *a)
{
	struct sha256_ctx c;
	char clave[CURSOR_CLAVE_MAX + 1];
	size_t n;
	question(&c, "q=kioto");
	if (!cursor_open(&c, s, clave, CURSOR_CLAVE_MAX, &n))
		return;
	check(n > 0 && n <= CURSOR_CLAVE_MAX && clave[n] == '\0');
	check(strcasecmp(s, cursor_seal(&c, clave, n, a)) == 0);
}

static void sealed(const uint8_t *p, size_t n, struct arena *a)
{
	struct sha256_ctx c, otra;
	char clave[CURSOR_CLAVE_MAX + 1];
	size_t k;
	question(&c, "q=kioto");
	question(&otra, "q=popayan");
	const char *s = cursor_seal(&c, p, n, a);
	check(!s == (n == 0 || n > CURSOR_CLAVE_MAX));
	if (!s)
		return;
	check(cursor_open(&c, s, clave, n, &k) && k == n && memcmp(p, clave, n) == 0);
	check(!cursor_open(&c, s, clave, n - 1, &k));
	check(!cursor_open(&otra, s, clave, CURSOR_CLAVE_MAX, &k));
}

static void taken_apart(const char *s, struct arena *a)
{
	dia_t fecha;
	const char *numero;
	char texto[FECHA_LEN] = "", *clave = arena_strdup(a, s);
	if (!clave || !cursor_date_number(clave, &fecha, &numero))
		return;
	if (fecha != DIA_NINGUNO)
		fecha_format(fecha, texto);
	const char *otra = arena_printf(a, "%s|%s", texto, numero);
	check(otra && strcmp(otra, s) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	ARENA_AUTO *a = arena_create((size_t)1 << 20);
	const char *s = size < 8192 && a ? arena_memdup(a, data, size) : NULL;
	if (!s)
		return 0;
	typed(s, a);
	sealed(data, size, a);
	taken_apart(s, a);
	return 0;
}
