/* The numbers that the sheets carry themselves. */
#include <string.h>

#include "texto/fichas.h"
#include "texto/suscripcion.h"

#define FOLIO_PALABRAS 6
#define HOJAS_MAX 2000

bool folio_leer(const char *linea, int *pagina, int *total)
{
	struct palabra_plegada p[FOLIO_PALABRAS];
	if (strlen(linea) > 60)
		return false;
	size_t n = palabras_plegar(linea, p, FOLIO_PALABRAS), i = 0;
	bool nombre = n > 0 &&
		(palabra_parecida(p[0].s, "pagina") || palabra_parecida(p[0].s, "hoja") || palabra_parecida(p[0].s, "foja") ||
			strcmp(p[0].s, "pag") == 0 || palabra_parecida(p[0].s, "folio"));
	i += nombre;
	bool barra = n - i == 2 && strchr(linea + p[i].desde, '/') != NULL;
	if (n - i != 3 && !barra)
		return false;
	if (cuenta_leer(p + i, 1, HOJAS_MAX, pagina) != 1 || (!barra && strcmp(p[i + 1].s, "de") != 0))
		return false;
	return cuenta_leer(p + n - 1, 1, HOJAS_MAX, total) == 1 && *pagina >= 1 && *pagina <= *total;
}

static int most_said(const int *totales, size_t n)
{
	int mejor = 0, veces = 1; /* one sheet alone proves nothing */
	for (size_t i = 0; i < n; i++) {
		int k = 0;
		for (size_t j = 0; j < n; j++)
			k += totales[i] && totales[j] == totales[i];
		if (k > veces) {
			veces = k;
			mejor = totales[i];
		}
	}
	return mejor;
}

/* Gaps between sheet numbers `antes` and `despues`, `libres` sheets without a number between them. */
static size_t gap(int antes, int despues, int libres, int *faltan, size_t k, size_t max)
{
	for (int x = antes + 1; x < despues; x++) {
		if (libres > 0) {
			libres--; /* which of them it is cannot be told: the first are taken to be there */
			continue;
		}
		if (k < max)
			faltan[k] = x;
		k++;
	}
	return k;
}

size_t folios_faltantes(const int *folios, const int *totales, size_t n, int *total, int *faltan, size_t max)
{
	*total = most_said(totales, n);
	size_t k = 0;
	int antes = 0, libres = 0;
	if (*total == 0)
		return 0;
	for (size_t i = 0; i < n; i++) {
		if (folios[i] <= antes || folios[i] > *total) {
			libres++;
			continue;
		}
		k = gap(antes, folios[i], libres, faltan, k, max);
		antes = folios[i];
		libres = 0;
	}
	return gap(antes, *total + 1, libres, faltan, k, max);
}
