#include "texto/parecido.h"

#include <stdlib.h>
#include <string.h>

#include "domain/texto.h"
#include "texto/clausulas.h"
#include "texto/palabras.h"

static int ordenar(const void *x, const void *y)
{
	const uint64_t a = *(const uint64_t *)x, b = *(const uint64_t *)y;
	return (a > b) - (a < b);
}

static size_t distintas(uint64_t *v, size_t n)
{
	size_t w = 0;
	qsort(v, n, sizeof *v, ordenar);
	for (size_t i = 0; i < n; i++) {
		if (w == 0 || v[w - 1] != v[i])
			v[w++] = v[i];
	}
	return w;
}

/* One hash for each run of words of a normalised text; words are what single blanks separate. */
static size_t corridas(const char *s, size_t palabras, uint64_t *v)
{
	uint64_t ultimas[SEMBLANZA_PALABRAS] = {0};
	size_t n = 0;
	for (size_t i = 0; i < palabras; i++) {
		const size_t len = strcspn(s, " ");
		const struct palabra p = {.p = s, .len = (uint32_t)len};
		uint64_t h = 0;
		memmove(ultimas, ultimas + 1, sizeof ultimas - sizeof *ultimas);
		ultimas[SEMBLANZA_PALABRAS - 1] = palabra_huella(&p, false);
		for (size_t k = 0; k < SEMBLANZA_PALABRAS; k++)
			h = huella_mezclar(h * 31 + ultimas[k]);
		if (i + 1 >= SEMBLANZA_PALABRAS || i + 1 == palabras)
			v[n++] = h;
		s += len + (s[len] == ' ');
	}
	return n;
}

enum status semblanza_make(const struct escrito *e, struct arena *a, struct semblanza *out, struct error *err)
{
	BUF_AUTO junto;
	BUF_AUTO normal;
	buf_init(&junto, CLAUSULADO_BYTES_MAX);
	buf_init(&normal, 2 * CLAUSULADO_BYTES_MAX);
	*out = (struct semblanza){0};
	for (size_t i = 0; i < e->n && junto.len + strlen(e->parrafos[i].texto) < CLAUSULADO_BYTES_MAX; i++) {
		buf_puts(&junto, e->parrafos[i].texto);
		buf_putc(&junto, '\n');
	}
	const enum status st = texto_normalize(buf_str(&junto), junto.len, &normal);
	if (st != STATUS_OK || junto.failed)
		return error_set(err, st == STATUS_UNAVAILABLE || junto.failed ? PROBLEM_SATURADO : PROBLEM_INTERNO);
	const size_t palabras = texto_palabras(buf_str(&normal), normal.len);
	out->v = ARENA_ARRAY(a, palabras, uint64_t);
	if (!out->v)
		return error_set(err, PROBLEM_SATURADO);
	out->n = distintas(out->v, corridas(buf_str(&normal), palabras, out->v));
	return STATUS_OK;
}

struct parecido parecido_medir(const struct semblanza *a, const struct semblanza *b)
{
	size_t comunes = 0;
	for (size_t i = 0, j = 0; i < a->n && j < b->n;) {
		const bool igual = a->v[i] == b->v[j], menor = a->v[i] < b->v[j];
		comunes += igual;
		i += igual || menor;
		j += igual || !menor;
	}
	const size_t todas = a->n + b->n - comunes, menor = a->n < b->n ? a->n : b->n;
	if (menor == 0)
		return (struct parecido){0};
	return (struct parecido){.semejanza = (int)(100 * comunes / todas), .contencion = (int)(100 * comunes / menor)};
}
