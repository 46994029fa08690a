/*
 * openapi.yaml is written by hand in one style: paths at two spaces, methods at four, members at six. That is all this page relies on; a line
 * in any other style is still shown, only not indexed.
 */
#include "http/documentacion.h"

#include <stdbool.h>
#include <string.h>

#include "base/html.h"

struct linea {
	const char *s;
	size_t n;
};

static bool next_line(const char **p, const char *end, struct linea *l)
{
	if (*p >= end)
		return false;
	const char *nl = memchr(*p, '\n', (size_t)(end - *p));
	l->s = *p;
	l->n = (size_t)((nl ? nl : end) - *p);
	*p = nl ? nl + 1 : end;
	return true;
}

static bool starts(const struct linea *l, const char *prefix)
{
	size_t n = strlen(prefix);
	return l->n >= n && memcmp(l->s, prefix, n) == 0;
}

/* The value after `prefix`, without quotes. */
static struct linea after(const struct linea *l, const char *prefix)
{
	struct linea v = {l->s + strlen(prefix), l->n - strlen(prefix)};
	if (v.n >= 2 && (*v.s == '\'' || *v.s == '"') && v.s[v.n - 1] == *v.s) {
		v.s++;
		v.n -= 2;
	}
	return v;
}

struct contexto {
	struct linea camino, metodo, operacion;
	int fila; /* of the index */
};

/* Follows where a line stands: path, method, operationId. True when it is an operationId. */
static bool follow(struct contexto *c, const struct linea *l)
{
	static const char *const metodos[] = {"get", "post", "patch", "put", "delete"};
	if (starts(l, "  /") && l->s[l->n - 1] == ':') {
		c->camino = (struct linea){l->s + 2, l->n - 3};
		return false;
	}
	for (size_t i = 0; i < sizeof metodos / sizeof *metodos; i++)
		if (l->n == strlen(metodos[i]) + 5 && starts(l, "    ") && memcmp(l->s + 4, metodos[i], l->n - 5) == 0 &&
			l->s[l->n - 1] == ':')
			c->metodo = (struct linea){l->s + 4, l->n - 5};
	if (!starts(l, "      operationId: "))
		return false;
	c->operacion = after(l, "      operationId: ");
	return true;
}

static void index_row(struct buf *b, const struct contexto *c, const struct linea *summary)
{
	buf_puts(b, "<tr><td class=m>");
	html_textn(b, c->metodo.s, c->metodo.n);
	buf_puts(b, "<td><a href=\"#");
	html_textn(b, c->operacion.s, c->operacion.n);
	buf_puts(b, "\">");
	html_textn(b, c->camino.s, c->camino.n);
	buf_puts(b, "</a><td>");
	html_textn(b, summary->s, summary->n);
	buf_puts(b, "\n");
}

static void write_index(struct buf *b, const char *p, const char *end)
{
	struct contexto c = {0};
	struct linea l, summary = {"", 0};
	bool waiting = false;
	while (next_line(&p, end, &l)) {
		if (follow(&c, &l))
			waiting = true;
		else if (waiting && starts(&l, "      summary: ")) {
			summary = after(&l, "      summary: ");
			index_row(b, &c, &summary);
			waiting = false;
		}
	}
}

static void write_line(struct buf *b, const struct linea *l)
{
	size_t space = 0;
	while (space < l->n && l->s[space] == ' ')
		space++;
	const char *colon = memchr(l->s, ':', l->n);
	bool key = colon && space < l->n && (size_t)(colon - l->s) + 1 <= l->n && (colon + 1 == l->s + l->n || colon[1] == ' ');
	if (space < l->n && l->s[space] == '#') {
		buf_puts(b, "<i>");
		html_textn(b, l->s, l->n);
		buf_puts(b, "</i>\n");
		return;
	}
	size_t n = key ? (size_t)(colon - l->s) : 0;
	if (key) {
		buf_puts(b, "<b>");
		html_textn(b, l->s, n);
		buf_puts(b, "</b>");
	}
	html_textn(b, l->s + n, l->n - n);
	buf_putc(b, '\n');
}

static void write_text(struct buf *b, const char *p, const char *end)
{
	struct contexto c = {0};
	struct linea l;
	while (next_line(&p, end, &l)) {
		if (l.n == 0) {
			buf_putc(b, '\n');
			continue;
		}
		if (follow(&c, &l)) {
			buf_puts(b, "<a id=\"");
			html_textn(b, c.operacion.s, c.operacion.n);
			buf_puts(b, "\"></a>");
		}
		write_line(b, &l);
	}
}

void documentacion_write(struct buf *out, const char *yaml, size_t n)
{
	html_begin(out, "Dictamen: la API");
	buf_puts(out,
		"<p>Esta página sale de <a href=\"/openapi.yaml\">/openapi.yaml</a> (OpenAPI 3.1), que es lo que manda.\n"
		"<h2>Operaciones</h2>\n<table><thead><tr><th>Método<th>Dirección<th>Qué hace<tbody>\n");
	write_index(out, yaml, yaml + n);
	buf_puts(out, "</table>\n<h2>Descripción completa</h2>\n<pre>");
	write_text(out, yaml, yaml + n);
	buf_puts(out, "</pre>\n");
	html_end(out);
}
