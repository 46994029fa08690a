#include "texto/titulos.h"

#include <string.h>

#include "base/buf.h"

#define NUMERO_MAX 6

/* Length of what comes before the number of a heading, 0: it is none. */
static size_t heading(const char *s)
{
	static const char *const nombres[] = {"ARTÍCULO ", "ARTICULO ", "Artículo ", "Articulo ", "CLÁUSULA ", "CLAUSULA ", "Cláusula "};
	for (size_t i = 0; i < sizeof nombres / sizeof *nombres; i++)
		if (strncmp(s, nombres[i], strlen(nombres[i])) == 0)
			return strlen(nombres[i]);
	return 0;
}

static bool ends(char c)
{
	return c == '.' || c == ' ' || c == '\0';
}

bool titulos_en_romanos(const struct escrito *e)
{
	for (size_t i = 0; e && i < e->n; i++) {
		const char *s = e->parrafos[i].texto;
		const size_t k = heading(s), n = k ? strspn(s + k, "IVXL") : 0;
		if (n && ends(s[k + n]))
			return true;
	}
	return false;
}

static const char *meant(char c)
{
	switch (c) {
	case 'H':
		return "II";
	case 'v':
	case 'V':
		return "V";
	case 'x':
	case 'X':
		return "X";
	case 'L':
		return "L";
	default:
		return "I";
	}
}

const char *titulo_enmendar(const char *parrafo, bool romanos, struct arena *a)
{
	const size_t k = heading(parrafo), n = k ? strspn(parrafo + k, romanos ? "IVXLivxl1|!H" : "IVXLivxl1|!") : 0;
	const bool solo_unos = strspn(parrafo + k, "1") == n;
	if (n == 0 || n > NUMERO_MAX || (solo_unos && !romanos) || !ends(parrafo[k + n]))
		return parrafo;
	BUF_AUTO b;
	buf_init(&b, strlen(parrafo) + NUMERO_MAX + 2);
	buf_append(&b, parrafo, k);
	for (size_t j = k; j < k + n; j++)
		buf_puts(&b, meant(parrafo[j]));
	buf_puts(&b, parrafo + k + n);
	return b.failed ? NULL : arena_strdup(a, buf_str(&b));
}
