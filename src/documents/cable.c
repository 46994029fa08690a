/*
 * The details of a report over the pipe: "DIN3", then the members of struct informe in the order below; numbers are four bytes little-endian,
 * a string is its length and its bytes (none: absent), a list its count and its items. Decoding refuses what an honest child cannot send.
 */
#include <string.h>

#include "base/utf8.h"
#include "documents/obra.h"

enum { NUMERO_MAX = 1000000000 };

static void put_u32(struct buf *out, int v)
{
	const uint32_t u = (uint32_t)v;
	const char b[4] = {(char)u, (char)(u >> 8), (char)(u >> 16), (char)(u >> 24)};

	buf_append(out, b, 4);
}

static void put_str(struct buf *out, const char *s)
{
	const size_t n = s ? strlen(s) : 0;

	put_u32(out, (int)n);
	buf_append(out, s ? s : "", n);
}

static void put_lists(const struct informe *i, struct buf *out)
{
	put_u32(out, (int)i->n_paginas);
	for (size_t k = 0; k < i->n_paginas; k++) {
		put_u32(out, i->paginas[k].ancho);
		put_u32(out, i->paginas[k].alto);
		put_u32(out, i->paginas[k].imagen);
		put_u32(out, i->paginas[k].ppp);
	}
	put_u32(out, (int)i->n_fuentes);
	for (size_t k = 0; k < i->n_fuentes; k++) {
		put_str(out, i->fuentes[k].nombre);
		put_u32(out, i->fuentes[k].incrustada);
	}
	put_u32(out, (int)i->n_firmas);
	for (size_t k = 0; k < i->n_firmas; k++) {
		put_str(out, i->firmas[k].nombre);
		put_str(out, i->firmas[k].fecha);
		put_u32(out, i->firmas[k].cubre_todo);
	}
	put_u32(out, (int)i->n_autores);
	for (size_t k = 0; k < i->n_autores; k++) {
		put_str(out, i->autores[k].nombre);
		put_u32(out, i->autores[k].inserciones);
		put_u32(out, i->autores[k].eliminaciones);
		put_u32(out, i->autores[k].formatos);
		put_u32(out, i->autores[k].comentarios);
	}
}

void obra_encode(const struct obra *o, struct buf *out)
{
	const struct informe *i = &o->i;

	buf_append(out, "DIN3", 4);
	put_u32(out, i->total_paginas);
	put_u32(out, i->ancho);
	put_u32(out, i->alto);
	put_u32(out, i->cifrado);
	put_u32(out, i->formulario);
	put_str(out, i->idioma_declarado);
	put_u32(out, (int)i->texto.n);
	for (size_t k = 0; k < i->texto.n; k++) {
		put_u32(out, i->texto.parrafos[k].nivel);
		put_str(out, i->texto.parrafos[k].texto);
	}
	put_u32(out, (int)i->n_hallazgos);
	for (size_t k = 0; k < i->n_hallazgos; k++) {
		put_u32(out, (int)i->hallazgos[k].codigo);
		put_u32(out, i->hallazgos[k].pagina);
		put_u32(out, i->hallazgos[k].parrafo);
		put_str(out, i->hallazgos[k].pasaje);
		put_str(out, i->hallazgos[k].detalle);
	}
	put_lists(i, out);
}

/* --- decoding --------------------------------------------------------------------------------------------------------------- */

struct lector {
	const uint8_t *p, *end;
	bool malo; /* sticky: everything read after it is zero */
};

static int get(struct lector *l, int max)
{
	uint32_t v = 0;

	if (l->malo || l->end - l->p < 4) {
		l->malo = true;
		return 0;
	}
	for (int i = 0; i < 4; i++)
		v |= (uint32_t)l->p[i] << (8 * i);
	l->p += 4;
	if (v > (uint32_t)max) {
		l->malo = true;
		return 0;
	}
	return (int)v;
}

/* Valid UTF-8 on one line, without control or direction marks; NULL: absent. Not terminated: `*n` bytes. */
static const char *get_str(struct lector *l, size_t max, struct obra *o)
{
	const size_t n = (size_t)get(l, (int)max);
	char *s;

	if (l->malo || n == 0)
		return NULL;
	if ((size_t)(l->end - l->p) < n || memchr(l->p, 0, n) != NULL || !utf8_valid((const char *)l->p, n)) {
		l->malo = true;
		return NULL;
	}
	s = arena_memdup(o->a, l->p, n);
	l->p += n;
	if (s == NULL || strpbrk(s, "\n\t") != NULL || utf8_has_control(s))
		l->malo = true;
	return l->malo ? NULL : s;
}

static void get_paragraphs(struct lector *l, struct obra *o)
{
	const int n = get(l, INFORME_PARRAFOS_MAX);

	for (int k = 0; k < n && !l->malo; k++) {
		const int nivel = get(l, 9);
		const char *s = get_str(l, INFORME_TEXTO_MAX, o);

		/* Also refused: what folds to nothing, or passes the sum of all. */
		if (s == NULL || obra_parrafo(o, s, strlen(s), nivel, 0) == 0)
			l->malo = true;
	}
}

static void get_findings(struct lector *l, struct obra *o)
{
	const int n = get(l, INFORME_HALLAZGOS_MAX), parrafos = (int)o->i.texto.n;

	for (int k = 0; k < n && !l->malo; k++) {
		const int codigo = get(l, HALLAZGO_COUNT - 1), pagina = get(l, o->i.total_paginas), parrafo = get(l, parrafos);
		const char *pasaje = get_str(l, INFORME_CADENA_MAX, o), *detalle = get_str(l, INFORME_CADENA_MAX, o);

		/* The reasons for a refusal are the record's to give, or the parent's. */
		if (codigo <= HALLAZGO_VIRUS || codigo == HALLAZGO_NOMBRE_DE_ARCHIVO)
			l->malo = true;
		else
			obra_hallazgo(o, (enum hallazgo)codigo, pagina, parrafo, pasaje, detalle);
	}
}

static void get_pages(struct lector *l, struct obra *o)
{
	const int n = get(l, o->i.total_paginas < INFORME_PAGINAS_MAX ? o->i.total_paginas : INFORME_PAGINAS_MAX);

	for (int k = 0; k < n && !l->malo; k++) {
		struct informe_pagina *p = obra_pagina(o);

		if (p == NULL) {
			l->malo = true;
			return;
		}
		p->ancho = get(l, 100000);
		p->alto = get(l, 100000);
		p->imagen = get(l, 100);
		p->ppp = get(l, 100000);
	}
}

static void get_lists(struct lector *l, struct obra *o)
{
	int n = get(l, INFORME_LISTA_MAX);

	for (int k = 0; k < n && !l->malo; k++) {
		const char *nombre = get_str(l, INFORME_CADENA_MAX, o);

		obra_fuente(o, nombre, get(l, 1) == 1);
	}
	n = get(l, INFORME_LISTA_MAX);
	for (int k = 0; k < n && !l->malo; k++) {
		const char *nombre = get_str(l, INFORME_CADENA_MAX, o), *fecha = get_str(l, INFORME_CADENA_MAX, o);

		obra_firma(o, nombre, fecha, get(l, 1) == 1);
	}
	n = get(l, INFORME_LISTA_MAX);
	for (int k = 0; k < n && !l->malo; k++) {
		const char *nombre = get_str(l, INFORME_CADENA_MAX, o);
		struct informe_autor *x = nombre ? obra_autor(o, nombre) : NULL;

		if (x == NULL) {
			l->malo = true;
			return;
		}
		x->inserciones = get(l, NUMERO_MAX);
		x->eliminaciones = get(l, NUMERO_MAX);
		x->formatos = get(l, NUMERO_MAX);
		x->comentarios = get(l, NUMERO_MAX);
	}
}

/* What only a document of that type has. */
static bool belongs(const struct informe *i, enum documento_tipo tipo)
{
	const bool pdf = tipo == DOCUMENTO_PDF, docx = tipo == DOCUMENTO_DOCX;
	const bool imagen = tipo == DOCUMENTO_JPEG || tipo == DOCUMENTO_PNG || tipo == DOCUMENTO_TIFF;

	if (!pdf && (i->n_paginas > 0 || i->n_fuentes > 0 || i->n_firmas > 0 || i->cifrado || i->formulario))
		return false;
	if (!docx && (i->texto.n > 0 || i->n_autores > 0 || i->idioma_declarado != NULL))
		return false;
	return (imagen || (i->ancho == 0 && i->alto == 0)) && (pdf || imagen || i->total_paginas == 0);
}

bool obra_decode(const uint8_t *p, size_t n, enum documento_tipo tipo, struct obra *o)
{
	struct lector l = {.p = p, .end = p + n};

	if (n < 4 || memcmp(p, "DIN3", 4) != 0)
		return false;
	l.p += 4;
	o->i.total_paginas = get(&l, NUMERO_MAX);
	o->i.ancho = get(&l, NUMERO_MAX);
	o->i.alto = get(&l, NUMERO_MAX);
	o->i.cifrado = get(&l, 1) == 1;
	o->i.formulario = get(&l, 1) == 1;
	o->i.idioma_declarado = get_str(&l, INFORME_CADENA_MAX, o);
	get_paragraphs(&l, o);
	get_findings(&l, o);
	get_pages(&l, o);
	get_lists(&l, o);
	return !l.malo && l.p == l.end && !o->llena && belongs(&o->i, tipo);
}
