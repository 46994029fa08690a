#include "texto/fichas.h"

#include <stdint.h>
#include <string.h>
#include <utf8proc.h>

static void add(struct palabra_plegada *p, utf8proc_int32_t c)
{
	if (c > 0 && c < 0x80 && p->largo + 1 < FICHA_LARGO)
		p->s[p->largo++] = (char)c;
}

size_t palabras_plegar(const char *texto, struct palabra_plegada *out, size_t max)
{
	size_t n = 0, i = 0, len = strlen(texto);
	bool dentro = false;
	while (i < len) {
		utf8proc_int32_t c, piezas[8];
		utf8proc_ssize_t k = utf8proc_iterate((const utf8proc_uint8_t *)texto + i, (utf8proc_ssize_t)(len - i), &c);
		if (k <= 0)
			break;
		utf8proc_category_t cat = utf8proc_category(c);
		bool letra = cat == UTF8PROC_CATEGORY_LU || cat == UTF8PROC_CATEGORY_LL || cat == UTF8PROC_CATEGORY_LO ||
			cat == UTF8PROC_CATEGORY_ND;
		bool marca = cat == UTF8PROC_CATEGORY_MN;
		if (letra && !dentro) {
			if (n == max)
				break;
			out[n++] = (struct palabra_plegada){.desde = i, .mayuscula = cat == UTF8PROC_CATEGORY_LU};
		}
		if (letra || (marca && dentro)) {
			int boundclass = 0;
			utf8proc_ssize_t m = utf8proc_decompose_char(
				c, piezas, 8, UTF8PROC_DECOMPOSE | UTF8PROC_STRIPMARK | UTF8PROC_CASEFOLD | UTF8PROC_COMPAT, &boundclass);
			for (utf8proc_ssize_t j = 0; j < m && j < 8; j++)
				add(&out[n - 1], piezas[j]);
			out[n - 1].hasta = i + (size_t)k;
		}
		dentro = letra || (marca && dentro);
		i += (size_t)k;
	}
	return n;
}

int palabra_distancia(const char *a, const char *b, int max)
{
	int fila[FICHA_LARGO + 1];
	size_t n = strlen(a), m = strlen(b);
	if ((n > m ? n - m : m - n) > (size_t)max || m > FICHA_LARGO)
		return max + 1;
	for (size_t j = 0; j <= m; j++)
		fila[j] = (int)j;
	for (size_t i = 1; i <= n; i++) {
		int diagonal = fila[0];
		fila[0] = (int)i;
		for (size_t j = 1; j <= m; j++) {
			int v = diagonal + (a[i - 1] != b[j - 1]);
			diagonal = fila[j];
			v = fila[j] + 1 < v ? fila[j] + 1 : v;
			fila[j] = fila[j - 1] + 1 < v ? fila[j - 1] + 1 : v;
		}
	}
	return fila[m] > max ? max + 1 : fila[m];
}

bool palabra_parecida(const char *leida, const char *buena)
{
	int tolera = (int)(strlen(buena) / 5);
	return palabra_distancia(leida, buena, tolera) <= tolera;
}

/* ---- numbers ---- */

static const char *const unidades[] = {"", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez", "once",
	"doce", "trece", "catorce", "quince", "dieciseis", "diecisiete", "dieciocho", "diecinueve", "veinte", "veintiuno", "veintidos",
	"veintitres", "veinticuatro", "veinticinco", "veintiseis", "veintisiete", "veintiocho", "veintinueve"};
#define UNIDADES (int)(sizeof unidades / sizeof *unidades)
static const char *const decenas[] = {"treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa"};

/* The one nearest word; two equally near ones are none. */
static int nearest(const char *s, const char *const *lista, int n)
{
	int mejor = -1, distancia = 3;
	bool empate = false;
	for (int i = 0; i < n; i++) {
		int tolera = (int)strlen(lista[i]) / 5, d = *lista[i] ? palabra_distancia(s, lista[i], tolera) : tolera + 1;
		if (d > tolera || d > distancia)
			continue;
		empate = d == distancia && mejor >= 0;
		mejor = i;
		distancia = d;
	}
	return empate ? -1 : mejor;
}

/* Figures, with the letters that are taken for them: at least half must be true ones. */
static bool figures(const struct palabra_plegada *p, int *out)
{
	size_t buenas = 0;
	*out = 0;
	if (p->largo == 0 || p->largo > 4)
		return false;
	for (size_t i = 0; i < p->largo; i++) {
		char c = p->s[i];
		bool cifra = c >= '0' && c <= '9';
		buenas += cifra;
		if (c == 'l' || c == 'i')
			c = '1';
		else if (c == 'o')
			c = '0';
		if (c < '0' || c > '9')
			return false;
		*out = *out * 10 + (c - '0');
	}
	return buenas * 2 >= p->largo;
}

size_t cuenta_leer(const struct palabra_plegada *p, size_t n, int max, int *out)
{
	if (n == 0)
		return 0;
	if (strcmp(p[0].s, "1o") == 0 || strcmp(p[0].s, "1ro") == 0 || strcmp(p[0].s, "1er") == 0) { /* 1º */
		*out = 1;
		return 1;
	}
	if (figures(&p[0], out))
		return *out <= max ? 1 : 0;
	size_t k = 1;
	*out = strcmp(p[0].s, "primero") == 0 || strcmp(p[0].s, "un") == 0 ? 1 : nearest(p[0].s, unidades, UNIDADES);
	if (*out < 1) {
		int d = nearest(p[0].s, decenas, 7), u = 0;
		if (d < 0)
			return 0;
		*out = 30 + 10 * d;
		if (n >= 3 && strcmp(p[1].s, "y") == 0 && (u = nearest(p[2].s, unidades, 10)) > 0) {
			*out += u;
			k = 3;
		}
	}
	return *out <= max ? k : 0;
}
