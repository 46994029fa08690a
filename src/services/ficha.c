/* Folding is utf8proc's: decomposed, marks stripped, case folded. Fit for search, never for comparing legal texts. */
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "base/buf.h"
#include "services/ficha.h"

#define FICHA_MAX (64u * 1024)

static char *fold(const char *s, struct arena *a)
{
	utf8proc_uint8_t *out = NULL;
	utf8proc_ssize_t n = utf8proc_map((const utf8proc_uint8_t *)s, 0, &out,
		UTF8PROC_NULLTERM | UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK |
			UTF8PROC_LUMP);
	char *copy = n >= 0 ? arena_strdup(a, (const char *)out) : NULL;
	free(out);
	return copy;
}

static void add_word(struct buf *b, const char *s)
{
	if (!s || !*s)
		return;
	if (b->len)
		buf_putc(b, ' ');
	buf_puts(b, s);
}

const struct ficha *ficha_make(const struct expediente *e, struct arena *a)
{
	const struct datos_expediente *d = &e->datos;
	struct ficha *f = ARENA_NEW(a, struct ficha);
	BUF_AUTO partes;
	BUF_AUTO todo;
	buf_init(&partes, FICHA_MAX);
	buf_init(&todo, FICHA_MAX);
	for (size_t i = 0; i < d->n_contrapartes; i++) {
		if (partes.len)
			buf_puts(&partes, "; ");
		buf_puts(&partes, d->contrapartes[i].nombre ? d->contrapartes[i].nombre : "");
	}
	add_word(&todo, e->folio);
	add_word(&todo, d->denominacion);
	add_word(&todo, buf_str(&partes));
	add_word(&todo, d->organo_firmante);
	if (!f || partes.failed || todo.failed)
		return NULL;
	*f = (struct ficha){
		.denominacion = arena_strdup(a, d->denominacion ? d->denominacion : ""),
		.tipo = vocabulario_slug(&vocabulario_tipo_acuerdo, (int)d->tipo),
		.contrapartes = arena_strdup(a, buf_str(&partes)),
		.busqueda = fold(buf_str(&todo), a),
		.fecha_firma = d->fecha_firma_pretendida,
	};
	return f->denominacion && f->contrapartes && f->busqueda ? f : NULL;
}

const char *ficha_pattern(const char *typed, struct arena *a)
{
	const char *s = fold(typed, a);
	if (!s)
		return NULL;
	bool comodin = true; /* the pattern ends in a wildcard of ours */
	BUF_AUTO b;
	buf_init(&b, FICHA_MAX);
	buf_putc(&b, '%');
	for (; *s; s++) {
		bool space = *s == ' ' || *s == '\t' || *s == '\n';
		if (space && comodin)
			continue;
		if (*s == '%' || *s == '_' || *s == '\\') /* LIKE's own signs are what the person typed, not patterns */
			buf_putc(&b, '\\');
		buf_putc(&b, space ? '%' : *s);
		comodin = space;
	}
	if (!comodin)
		buf_putc(&b, '%');
	return b.failed ? NULL : arena_strdup(a, buf_str(&b));
}
