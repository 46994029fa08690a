#include "http/cursor.h"

#include <string.h>

#define SELLO 8 /* bytes of the digest */

static void digest(const struct sha256_ctx *pregunta, const void *clave, size_t n, uint8_t out[static SELLO])
{
	struct sha256_ctx c = *pregunta;
	struct sha256 h;
	sha256_add(&c, clave, n);
	sha256_end(&c, &h);
	memcpy(out, h.b, SELLO);
}

const char *cursor_seal(const struct sha256_ctx *pregunta, const void *clave, size_t n, struct arena *a)
{
	uint8_t sello[SELLO];
	char *s = n > 0 && n <= CURSOR_CLAVE_MAX ? ARENA_ARRAY(a, 2 * (SELLO + n) + 1, char) : NULL;
	if (!s)
		return NULL;
	digest(pregunta, clave, n, sello);
	hex_encode(sello, SELLO, s);
	hex_encode(clave, n, s + 2 * SELLO);
	return s;
}

bool cursor_open(const struct sha256_ctx *pregunta, const char *s, char *clave, size_t max, size_t *n)
{
	uint8_t todo[SELLO + CURSOR_CLAVE_MAX], sello[SELLO];
	const size_t bytes = strlen(s) / 2;
	if (bytes <= SELLO || bytes > sizeof todo || bytes - SELLO > max || !hex_decode(s, todo, bytes))
		return false;
	*n = bytes - SELLO;
	digest(pregunta, todo + SELLO, *n, sello);
	if (memcmp(sello, todo, SELLO) != 0)
		return false;
	memcpy(clave, todo + SELLO, *n);
	clave[*n] = '\0';
	return true;
}

bool cursor_date_number(char *clave, dia_t *fecha, const char **numero)
{
	char *barra = strchr(clave, '|');
	*fecha = DIA_NINGUNO;
	if (!barra)
		return false;
	*barra = '\0';
	*numero = barra + 1;
	return *clave == '\0' || fecha_parse(clave, fecha);
}
