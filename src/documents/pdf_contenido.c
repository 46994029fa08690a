/* A page's content stream, as far as it says where images are painted (ISO 32000-1 §7.8.2, §8.3.4, §8.4.4, §8.10). */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "documents/detalle.h"

enum { PILA_MAX = 64, NUMEROS_MAX = 6, NOMBRE_MAX = 128 };

struct maquina {
	double m[PILA_MAX][6]; /* the graphics states that were saved; the current one is m[n] */
	size_t n;
	double numeros[NUMEROS_MAX]; /* the last operands */
	size_t n_numeros;
	char nombre[NOMBRE_MAX];
	pdf_pinta_fn pinta;
	void *ctx;
};

void pdf_multiplicar(const double a[static 6], const double b[static 6], double out[static 6])
{
	const double r[6] = {a[0] * b[0] + a[1] * b[2], a[0] * b[1] + a[1] * b[3], a[2] * b[0] + a[3] * b[2], a[2] * b[1] + a[3] * b[3],
		a[4] * b[0] + a[5] * b[2] + b[4], a[4] * b[1] + a[5] * b[3] + b[5]};

	memcpy(out, r, sizeof r);
}

static bool is_space(uint8_t c)
{
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0;
}

static bool is_delimiter(uint8_t c)
{
	return c == '(' || c == ')' || c == '<' || c == '>' || c == '[' || c == ']' || c == '{' || c == '}' || c == '/' || c == '%';
}

static const uint8_t *skip_token(const uint8_t *p, const uint8_t *end)
{
	while (p < end && !is_space(*p) && !is_delimiter(*p))
		p++;
	return p;
}

static const uint8_t *skip_string(const uint8_t *p, const uint8_t *end)
{
	int depth = 0;

	for (; p < end; p++) {
		if (*p == '\\')
			p++;
		else if (*p == '(')
			depth++;
		else if (*p == ')' && --depth == 0)
			return p + 1;
	}
	return end;
}

/* After "ID" and one blank there are bytes, until "EI" between white space. */
static const uint8_t *skip_inline_image(const uint8_t *p, const uint8_t *end)
{
	while (p + 3 < end) {
		p = memchr(p, 'E', (size_t)(end - p));
		if (p == NULL || p + 2 >= end)
			return end;
		if (p[1] == 'I' && is_space(p[-1]) && is_space(p[2]))
			return p + 2;
		p++;
	}
	return end;
}

static void push_number(struct maquina *x, double v)
{
	if (x->n_numeros == NUMEROS_MAX) {
		memmove(x->numeros, x->numeros + 1, sizeof x->numeros - sizeof *x->numeros);
		x->n_numeros--;
	}
	x->numeros[x->n_numeros++] = v;
}

static void run(struct maquina *x, const char *op, size_t n)
{
	if (n == 1 && *op == 'q' && x->n + 1 < PILA_MAX) {
		memcpy(x->m[x->n + 1], x->m[x->n], sizeof *x->m);
		x->n++;
	} else if (n == 1 && *op == 'Q' && x->n > 0) {
		x->n--;
	} else if (n == 2 && memcmp(op, "cm", 2) == 0 && x->n_numeros == NUMEROS_MAX) {
		pdf_multiplicar(x->numeros, x->m[x->n], x->m[x->n]);
	} else if (n == 2 && memcmp(op, "Do", 2) == 0 && x->nombre[0] != '\0') {
		x->pinta(x->ctx, x->nombre, x->m[x->n]);
	}
	x->n_numeros = 0;
	x->nombre[0] = '\0';
}

/* A number or an operator. */
static const uint8_t *take_word(struct maquina *x, const uint8_t *p, const uint8_t *end)
{
	const uint8_t *stop = skip_token(p, end);
	const size_t n = (size_t)(stop - p);
	char word[40], *rest;

	if (n >= sizeof word)
		return stop;
	memcpy(word, p, n);
	word[n] = '\0';
	if ((*word >= '0' && *word <= '9') || *word == '-' || *word == '+' || *word == '.') {
		const double v = strtod(word, &rest);

		if (*rest == '\0' && v > -1e9 && v < 1e9)
			push_number(x, v);
		return stop;
	}
	run(x, word, n);
	if (n == 2 && memcmp(word, "ID", 2) == 0)
		return skip_inline_image(stop + (stop < end), end);
	return stop;
}

static const uint8_t *take_name(struct maquina *x, const uint8_t *p, const uint8_t *end)
{
	const uint8_t *stop = skip_token(p + 1, end);
	const size_t n = (size_t)(stop - p - 1);

	x->nombre[0] = '\0';
	if (n < NOMBRE_MAX && memchr(p + 1, 0, n) == NULL) {
		memcpy(x->nombre, p + 1, n);
		x->nombre[n] = '\0';
	}
	return stop;
}

void pdf_contenido(const uint8_t *p, size_t n, const double inicial[static 6], pdf_pinta_fn pinta, void *ctx)
{
	struct maquina x = {.pinta = pinta, .ctx = ctx};
	const uint8_t *end = p + n;

	memcpy(x.m[0], inicial, sizeof *x.m);
	while (p < end) {
		if (is_space(*p)) {
			p++;
		} else if (*p == '%') {
			while (p < end && *p != '\n' && *p != '\r')
				p++;
		} else if (*p == '(') {
			p = skip_string(p, end);
		} else if (*p == '/') {
			p = take_name(&x, p, end);
		} else if (is_delimiter(*p)) {
			p++; /* arrays, dictionaries and hexadecimal strings: their words are taken for operators that nobody knows */
		} else {
			p = take_word(&x, p, end);
		}
	}
}
