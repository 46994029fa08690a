/* Tables of strangers. The first byte chooses encoding, separator and how few bytes come at a time; what is read, written and read again is the same. */
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

#include "base/csv.h"
#include "base/utf8.h"

struct fuente {
	const char *p;
	size_t n, trozo;
};

static ssize_t from_memory(void *ctx, void *p, size_t n)
{
	struct fuente *f = ctx;
	n = n < f->n ? n : f->n;
	n = f->trozo && n > f->trozo ? f->trozo : n;
	memcpy(p, f->p, n);
	f->p += n;
	f->n -= n;
	return (ssize_t)n;
}

static void check(bool holds)
{
	if (!holds)
		abort();
}

static void write_row(const struct csv_lector *c, struct buf *out)
{
	for (size_t i = 0; i < c->n; i++) {
		check(utf8_valid(c->celda[i].texto, strlen(c->celda[i].texto)) && c->celda[i].linea >= c->linea &&
			c->celda[i].columna >= 1);
		buf_puts(out, i ? "," : "");
		csv_write_cell(out, c->celda[i].texto);
	}
	buf_puts(out, "\r\n");
}

/* Reads everything and writes each record that is not one empty cell, which an empty line would be. */
static void copy(struct csv_lector *c, bool armoured, struct buf *out)
{
	enum csv_paso p;
	int64_t linea = 0;
	buf_puts(out, "x\r\n"); /* a mark at the beginning is none of the first cell */
	while ((p = csv_next(c)) == CSV_FILA || p == CSV_FALTA) {
		check(c->linea >= linea && c->n <= CSV_COLUMNAS_MAX && (p == CSV_FILA) == (c->falta == CSV_FALTA_NINGUNA));
		linea = c->linea;
		for (size_t i = 0; armoured && p == CSV_FILA && i < c->n; i++)
			c->celda[i].texto = csv_disarm(c->celda[i].texto);
		check(p == CSV_FILA || !armoured);
		if (p == CSV_FILA && (c->n > 1 || *c->celda[0].texto))
			write_row(c, out);
	}
	check(p == CSV_FIN && !out->failed);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct csv_lector c, d;
	BUF_AUTO una;
	BUF_AUTO otra;
	buf_init(&una, (size_t)1 << 20);
	buf_init(&otra, (size_t)1 << 20);
	if (size < 1 || size > CSV_CAMPO_MAX / 4)
		return 0;
	struct fuente f = {(const char *)data + 1, size - 1, data[0] >> 4};
	if (!csv_init(&c))
		return 0;
	c.leer = from_memory;
	c.ctx = &f;
	c.codificacion = data[0] & 1 ? CSV_LATIN1 : CSV_UTF8;
	c.separador = "\0;\t|"[data[0] >> 1 & 3];
	copy(&c, false, &una);
	csv_free(&c);
	struct fuente g = {una.data, una.len, 0};
	if (!csv_init(&d))
		return 0;
	d.leer = from_memory;
	d.ctx = &g;
	copy(&d, true, &otra);
	csv_free(&d);
	check(una.len + 3 == otra.len && memcmp(una.data, otra.data + 3, una.len) == 0);
	return 0;
}
