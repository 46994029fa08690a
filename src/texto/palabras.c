#include "texto/palabras.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "base/utf8.h"

#define FNV_BASE UINT64_C(0xcbf29ce484222325)
#define FNV_PRIMO UINT64_C(0x100000001b3)

static bool es_blanco(int32_t cp)
{
	return cp <= 0x20 || cp == 0x85 || utf8proc_category(cp) == UTF8PROC_CATEGORY_ZS || cp == 0x2028 || cp == 0x2029;
}

bool letra_es(int32_t cp)
{
	const utf8proc_category_t c = utf8proc_category(cp);
	return c >= UTF8PROC_CATEGORY_LU && c <= UTF8PROC_CATEGORY_NO; /* letters, marks, numbers stand together in the enumeration */
}

static size_t leer(const char *s, size_t n, int32_t *cp)
{
	const utf8proc_ssize_t k = utf8proc_iterate((const utf8proc_uint8_t *)s, (utf8proc_ssize_t)n, cp);
	return k > 0 ? (size_t)k : 1;
}

enum status texto_componer(const char *s, struct arena *a, const char **out, struct error *err)
{
	const utf8proc_option_t como = UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_IGNORE;
	utf8proc_uint8_t *nfc = NULL;
	const size_t n = strlen(s);

	if (!utf8_valid(s, n))
		return error_set(err, PROBLEM_INTERNO);
	const utf8proc_ssize_t len = utf8proc_map((const utf8proc_uint8_t *)s, (utf8proc_ssize_t)n, &nfc, como);
	char *copia = len >= 0 ? arena_alloc(a, (size_t)len + 1) : NULL;
	size_t w = 0;
	for (size_t i = 0, k; copia && i < (size_t)len; i += k) {
		int32_t cp = 0;
		k = leer((const char *)nfc + i, (size_t)len - i, &cp);
		if (!es_blanco(cp)) {
			memcpy(copia + w, nfc + i, k);
			w += k;
		} else if (w > 0 && copia[w - 1] != ' ') {
			copia[w++] = ' ';
		}
	}
	free(nfc);
	if (!copia)
		return error_set(err, PROBLEM_SATURADO);
	while (w > 0 && copia[w - 1] == ' ')
		w--;
	copia[w] = '\0';
	*out = copia;
	return STATUS_OK;
}

static bool es_digito(char c)
{
	return c >= '0' && c <= '9';
}

/* Bytes of the word that begins at s, 0 when a sign stands there. */
static size_t medir(const char *s, size_t n)
{
	size_t i = 0;
	while (i < n) {
		int32_t cp = 0;
		const size_t k = leer(s + i, n - i, &cp);
		const bool decimal = i > 0 && (s[i] == '.' || s[i] == ',') && es_digito(s[i - 1]) && i + 1 < n && es_digito(s[i + 1]);
		if (!letra_es(cp) && !decimal)
			break;
		i += k;
	}
	return i;
}

size_t palabra_siguiente(const char *s, size_t n, size_t i, struct palabra *out)
{
	bool blanco = i == 0 || s[i - 1] == '\n';
	while (i < n) {
		int32_t cp = 0;
		const size_t k = leer(s + i, n - i, &cp);
		if (s[i] == '\n' || !es_blanco(cp)) {
			const size_t letras = medir(s + i, n - i), len = letras ? letras : k;
			*out = (struct palabra){.p = s + i,
				.len = (uint32_t)len,
				.clase = s[i] == '\n' ? PALABRA_PARRAFO
					: letras      ? PALABRA_LETRAS
						      : PALABRA_SIGNO,
				.pegada = !blanco};
			return i + len;
		}
		blanco = true;
		i += k;
	}
	return 0;
}

enum status palabras_cortar(const char *s, size_t n, struct arena *a, struct palabras *out, struct error *err)
{
	struct palabra p;
	out->n = 0;
	for (size_t i = 0; (i = palabra_siguiente(s, n, i, &p)) > 0;)
		out->n++;
	out->v = ARENA_ARRAY(a, out->n, struct palabra);
	if (!out->v)
		return error_set(err, PROBLEM_SATURADO);
	for (size_t i = 0, k = 0; k < out->n; k++)
		i = palabra_siguiente(s, n, i, &out->v[k]);
	return STATUS_OK;
}

uint64_t huella_mezclar(uint64_t h)
{
	h = (h ^ (h >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	h = (h ^ (h >> 27)) * UINT64_C(0x94d049bb133111eb);
	return h ^ (h >> 31);
}

uint64_t palabra_huella(const struct palabra *p, bool minusculas)
{
	uint64_t h = FNV_BASE;
	for (size_t i = 0, k; i < p->len; i += k) {
		int32_t cp = 0;
		k = leer(p->p + i, p->len - i, &cp);
		h = (h ^ (uint64_t)(uint32_t)(minusculas ? utf8proc_tolower(cp) : cp)) * FNV_PRIMO;
	}
	return huella_mezclar(h);
}

/* Order of two words; 0 only for the same word. */
static int comparar(const struct palabra *a, const struct palabra *b)
{
	const size_t n = a->len < b->len ? a->len : b->len;
	const int c = memcmp(a->p, b->p, n);
	return c != 0 ? c : (a->len > b->len) - (a->len < b->len);
}

static int comparar_minusculas(const struct palabra *a, const struct palabra *b)
{
	size_t i = 0, j = 0;
	while (i < a->len && j < b->len) {
		int32_t x = 0, y = 0;
		i += leer(a->p + i, a->len - i, &x);
		j += leer(b->p + j, b->len - j, &y);
		x = utf8proc_tolower(x);
		y = utf8proc_tolower(y);
		if (x != y)
			return x < y ? -1 : 1;
	}
	return (i < a->len) - (j < b->len);
}

static int ordenar(const void *x, const void *y)
{
	return comparar(*(struct palabra *const *)x, *(struct palabra *const *)y);
}

static int ordenar_minusculas(const void *x, const void *y)
{
	return comparar_minusculas(*(struct palabra *const *)x, *(struct palabra *const *)y);
}

enum status palabras_numerar(struct palabras *a, struct palabras *b, bool minusculas, struct arena *ar, struct error *err)
{
	const size_t n = a->n + b->n;
	struct palabra **todas = ARENA_ARRAY(ar, n, struct palabra *);
	if (!todas)
		return error_set(err, PROBLEM_SATURADO);
	for (size_t i = 0; i < n; i++)
		todas[i] = i < a->n ? &a->v[i] : &b->v[i - a->n];
	qsort(todas, n, sizeof *todas, minusculas ? ordenar_minusculas : ordenar);
	uint32_t id = 0;
	for (size_t i = 0; i < n; i++) {
		id += i == 0 || (minusculas ? ordenar_minusculas : ordenar)(&todas[i - 1], &todas[i]) != 0;
		todas[i]->id = id;
	}
	return STATUS_OK;
}

void plegar(const char *s, size_t n, char *out, size_t cap)
{
	size_t w = 0;
	for (size_t i = 0, k; i < n; i += k) {
		int32_t cp = 0, forma[8];
		k = leer(s + i, n - i, &cp);
		const utf8proc_ssize_t m =
			utf8proc_decompose_char(cp, forma, 8, UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK, &(int){0});
		for (utf8proc_ssize_t j = 0; j < m && j < 8; j++) {
			utf8proc_uint8_t bytes[4];
			const size_t len = (size_t)utf8proc_encode_char(forma[j], bytes);
			if (w + len + 1 > cap) {
				out[w] = '\0';
				return;
			}
			memcpy(out + w, bytes, len);
			w += len;
		}
	}
	out[w] = '\0';
}
