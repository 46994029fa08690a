#include <string.h>

#include "documents/analisis.h"

enum { VENTANA = 1024 };

/* The last occurrence: an updated PDF has several trailers and the last one counts. */
static const uint8_t *find_last(const uint8_t *p, size_t n, const char *s, size_t len)
{
	for (size_t i = n; i >= len; i--)
		if (memcmp(p + i - len, s, len) == 0)
			return p + i - len;
	return NULL;
}

static bool has_header(const uint8_t *p, size_t n)
{
	const uint8_t *end = p + (n < VENTANA ? n : VENTANA);

	while (p < end) {
		const uint8_t *h = memmem(p, (size_t)(end - p), "%PDF-", 5);

		if (h == NULL)
			return false;
		if (end - h >= 8 && (h[5] == '1' || h[5] == '2') && h[6] == '.' && h[7] >= '0' && h[7] <= '9')
			return true;
		p = h + 5;
	}
	return false;
}

enum inspeccion_hallazgo pdf_check(const uint8_t *p, size_t n)
{
	const size_t cola = n < VENTANA ? n : VENTANA;
	const uint8_t *eof;
	size_t antes;

	if (n == 0)
		return INSPECCION_VACIO;
	if (!has_header(p, n))
		return INSPECCION_ILEGIBLE;
	eof = find_last(p + n - cola, cola, "%%EOF", 5);
	if (eof == NULL)
		return INSPECCION_TRUNCADO;
	/* Between the keyword and the mark there is one number: anything farther belongs to an earlier revision. */
	antes = (size_t)(eof - p) < VENTANA ? (size_t)(eof - p) : VENTANA;
	return find_last(eof - antes, antes, "startxref", 9) != NULL ? INSPECCION_NINGUNO : INSPECCION_TRUNCADO;
}
