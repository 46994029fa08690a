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

static bool is_there(int x, const int *folios, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (folios[i] == x)
			return true;
	return false;
}

struct hojas {
	const int *folios;
	size_t n;
	int *faltan;
	size_t max;
};

/* Gaps between sheet numbers `antes` and `despues`, `libres` sheets without a number between them. A sheet in another place is not missing. */
static size_t gap(const struct hojas *h, int antes, int despues, int libres, size_t k)
{
	for (int x = antes + 1; x < despues; x++) {
		if (is_there(x, h->folios, h->n))
			continue;
		if (libres > 0) {
			libres--; /* which of them it is cannot be told: the first are taken to be there */
			continue;
		}
		if (k < h->max)
			h->faltan[k] = x;
		k++;
	}
	return k;
}

size_t folios_faltantes(const int *folios, const int *totales, size_t n, int *total, int *faltan, size_t max)
{
	const struct hojas h = {folios, n, faltan, max};
	*total = most_said(totales, n);
	size_t k = 0;
	int antes = 0, libres = 0;
	if (*total == 0)
		return 0;
	for (size_t i = 0; i < n; i++) {
		if (folios[i] <= antes || folios[i] > *total) {
			libres += folios[i] == 0 || folios[i] > *total || folios[i] == antes;
			continue;
		}
		k = gap(&h, antes, folios[i], libres, k);
		antes = folios[i];
		libres = 0;
	}
	return gap(&h, antes, *total + 1, libres, k);
}

size_t folios_desorden(const int *folios, size_t n, int total)
{
	size_t primero = 0;
	int mayor = 0;
	for (size_t i = 0; i < n; i++) {
		if (folios[i] <= 0 || folios[i] > total)
			continue;
		if (is_there(folios[i], folios, i)) /* twice the same: one of them was misread, and nothing can be told */
			return 0;
		if (folios[i] < mayor && !primero)
			primero = i + 1;
		mayor = folios[i] > mayor ? folios[i] : mayor;
	}
	return primero;
}
