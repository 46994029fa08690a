#include "services/numeros.h"

#include <string.h>

#include "base/utf8.h"
#include "services/config.h"

struct trozos {
	int anios, numeros;
	int ancho; /* of the number */
};

/* Length of the brace group at p and what it is; 0 when it is none that we know. */
static size_t grupo(const char *p, struct trozos *t)
{
	if (strncmp(p, "{AAAA}", 6) == 0) {
		t->anios++;
		return 6;
	}
	size_t n = strspn(p + 1, "#");
	if (n < 1 || n > 9 || p[n + 1] != '}')
		return 0;
	t->numeros++;
	t->ancho = (int)n;
	return n + 2;
}

static bool revisar(const char *patron, struct trozos *t)
{
	*t = (struct trozos){0};
	size_t len = strlen(patron);
	if (len == 0 || len > NUMERO_PATRON_MAX || !utf8_valid(patron, len) || utf8_has_control(patron) || strpbrk(patron, "\n\t"))
		return false;
	for (const char *p = patron; *p;) {
		size_t n = 1;
		if (*p == '{')
			n = grupo(p, t);
		else if (*p == '}')
			n = 0;
		if (n == 0)
			return false;
		p += n;
	}
	return t->anios == 1 && t->numeros == 1;
}

bool numero_patron_valido(const char *patron)
{
	struct trozos t;
	return patron && revisar(patron, &t);
}

const char *numero_format(struct arena *a, const char *patron, int anio, int numero)
{
	struct trozos t;
	if (!patron || !revisar(patron, &t) || anio < 1000 || anio > 9999 || numero < 1)
		return NULL;
	const char *una = strchr(patron, '{'), *fin_una = strchr(una, '}') + 1;
	const char *otra = strchr(fin_una, '{'), *fin_otra = strchr(otra, '}') + 1;
	bool primero_anio = una[1] == 'A';
	return arena_printf(a, "%.*s%0*d%.*s%0*d%s", (int)(una - patron), patron, primero_anio ? 4 : t.ancho, primero_anio ? anio : numero,
		(int)(otra - fin_una), fin_una, primero_anio ? t.ancho : 4, primero_anio ? numero : anio, fin_otra);
}

/* Exactly `n` digits; what follows them, NULL: they are not there. */
static const char *leer(const char *s, size_t n, int *out)
{
	if (strspn(s, "0123456789") < n)
		return NULL;
	for (*out = 0; n > 0; n--)
		*out = *out * 10 + (*s++ - '0');
	return s;
}

/* The text by the pattern, its number `n` digits long. */
static bool coincide(const char *patron, const char *texto, size_t n, int *anio, int *numero)
{
	for (const char *p = patron; *p && texto;) {
		if (*p != '{') {
			texto = *texto == *p ? texto + 1 : NULL;
			p++;
			continue;
		}
		texto = p[1] == 'A' ? leer(texto, 4, anio) : leer(texto, n, numero);
		p = strchr(p, '}') + 1;
	}
	return texto && !*texto;
}

bool numero_parse(const char *patron, const char *texto, int *anio, int *numero)
{
	struct trozos t;
	int menor = 1;
	if (!patron || !revisar(patron, &t))
		return false;
	for (int i = 1; i < t.ancho; i++)
		menor *= 10;
	/* A number longer than the pattern's has no zeros before it. */
	for (int n = t.ancho; n <= 9; n++, menor *= 10)
		if (coincide(patron, texto, (size_t)n, anio, numero) && *numero >= (n == t.ancho ? 1 : menor) && *anio >= 1000)
			return true;
	return false;
}

const char *config_patron(const struct config *c, enum serie serie)
{
	switch (serie) {
	case SERIE_FOLIO:
		return c->patron_folio;
	case SERIE_OFICIO_DGCP:
		return c->patron_oficio_dgcp;
	case SERIE_OFICIO_CJA:
		return c->patron_oficio_cja;
	case SERIE_DICTAMEN:
		return c->patron_dictamen;
	case SERIE_REGISTRO:
		return c->patron_registro;
	case SERIE_NO_LOCALIZACION:
		return c->patron_no_localizacion;
	case SERIE_NINGUNO:
	case SERIE_COUNT:
		break;
	}
	return NULL;
}
