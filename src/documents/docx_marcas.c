/* What stands beside the text while it is read: properties of paragraphs, tracked changes, anchors of comments (ECMA-376-1 §17.3, §17.13). */
#include <libxml/xmlreader.h>
#include <stdlib.h>
#include <string.h>

#include "documents/analisis.h"
#include "documents/docx.h"
#include "documents/parte.h"

void docx_lectura_init(struct docx_lectura *l, struct arena *a)
{
	*l = (struct docx_lectura){.a = a};
	buf_init(&l->texto, DOCX_TEXTO_MAX);
}

void docx_lectura_free(struct docx_lectura *l)
{
	buf_free(&l->texto);
}

static const struct docx_parrafo sin_propiedades = {.lista = DOCX_NINGUNO, .esquema = DOCX_NINGUNO};

void docx_curso_init(struct docx_curso *c, struct docx_lectura *l)
{
	*c = (struct docx_curso){.l = l, .cambio = DOCX_NINGUNO};
	l->parrafos = arena_array(l->a, DOCX_PARRAFOS_MAX, sizeof *l->parrafos);
	l->marcas = arena_array(l->a, DOCX_MARCAS_MAX, sizeof *l->marcas);
	l->comentarios = arena_array(l->a, DOCX_COMENTARIOS_MAX, sizeof *l->comentarios);
}

/* The paragraph that is open, or the last level that there is room for. */
static struct docx_parrafo *current(struct docx_curso *c)
{
	const int i = c->abiertos < DOCX_ANIDADOS_MAX ? c->abiertos : DOCX_ANIDADOS_MAX;

	return i > 0 ? &c->props[i - 1] : NULL;
}

static void flush(struct docx_curso *c, size_t hasta)
{
	struct docx_lectura *l = c->l;
	const struct docx_parrafo *p = current(c);

	if (l->parrafos == NULL || l->n_parrafos == DOCX_PARRAFOS_MAX) {
		l->recortado = true;
		return;
	}
	l->parrafos[l->n_parrafos] = p ? *p : sin_propiedades;
	l->parrafos[l->n_parrafos].desde = c->desde;
	l->parrafos[l->n_parrafos].hasta = hasta;
	l->n_parrafos++;
}

void docx_curso_abre(struct docx_curso *c, size_t texto)
{
	struct docx_parrafo *outer = current(c);

	if (outer != NULL && texto > c->desde) {
		flush(c, texto);
		*outer = sin_propiedades; /* what comes after the text box is not numbered again */
	}
	c->abiertos++;
	*current(c) = sin_propiedades;
	c->desde = texto;
}

void docx_curso_cierra(struct docx_curso *c, size_t texto)
{
	flush(c, texto);
	if (c->abiertos > 0)
		c->abiertos--;
	c->desde = texto;
}

void docx_curso_fin(struct docx_curso *c, int depth)
{
	if (c->cambio == depth)
		c->cambio = DOCX_NINGUNO;
}

static int number_attribute(xmlTextReaderPtr reader, int max)
{
	char *v = parte_atributo_w(reader, "val"), *end = NULL;
	const long n = v ? strtol(v, &end, 10) : -1;
	const int out = v != NULL && end != v && n >= 0 && n <= max ? (int)n : DOCX_NINGUNO;

	xmlFree(v);
	return out;
}

static const char *keep(struct docx_curso *c, char *v, const char *last)
{
	const char *out = v == NULL ? "" : last != NULL && strcmp(last, v) == 0 ? last : arena_strdup(c->l->a, v);

	xmlFree(v);
	return out ? out : "";
}

enum cambio { CAMBIO_INSERCION, CAMBIO_ELIMINACION, CAMBIO_FORMATO };

static void mark(struct docx_curso *c, xmlTextReaderPtr reader, enum cambio what)
{
	struct docx_lectura *l = c->l;
	struct docx_marca *m = l->n_marcas > 0 ? &l->marcas[l->n_marcas - 1] : NULL;
	const char *author = keep(c, parte_atributo_w(reader, "author"), m ? m->autor : NULL);

	if (m == NULL || m->parrafo != l->n_parrafos || strcmp(m->autor, author) != 0) {
		if (l->marcas == NULL || l->n_marcas == DOCX_MARCAS_MAX) {
			l->recortado = true;
			return;
		}
		m = &l->marcas[l->n_marcas++];
		*m = (struct docx_marca){.parrafo = l->n_parrafos, .autor = author};
	}
	m->inserciones += what == CAMBIO_INSERCION;
	m->eliminaciones += what == CAMBIO_ELIMINACION;
	m->formatos += what == CAMBIO_FORMATO;
}

static void anchor(struct docx_curso *c, xmlTextReaderPtr reader)
{
	struct docx_lectura *l = c->l;

	if (l->comentarios == NULL || l->n_comentarios == DOCX_COMENTARIOS_MAX) {
		l->recortado = true;
		return;
	}
	l->comentarios[l->n_comentarios++] =
		(struct docx_comentario){.parrafo = l->n_parrafos, .id = keep(c, parte_atributo_w(reader, "id"), NULL)};
}

/* A property that is on unless it says otherwise (§17.17.4). */
static bool is_on(xmlTextReaderPtr reader)
{
	char *v = parte_atributo_w(reader, "val");
	const bool off = v != NULL && (strcmp(v, "0") == 0 || strcmp(v, "false") == 0 || strcmp(v, "off") == 0);

	xmlFree(v);
	return !off;
}

static void property(struct docx_curso *c, xmlTextReaderPtr reader, const char *local)
{
	struct docx_parrafo *p = current(c);

	if (p == NULL)
		return;
	if (strcmp(local, "pStyle") == 0)
		p->estilo = keep(c, parte_atributo_w(reader, "val"), p->estilo);
	else if (strcmp(local, "numId") == 0)
		p->lista = number_attribute(reader, INT32_MAX);
	else if (strcmp(local, "ilvl") == 0)
		p->nivel_lista = number_attribute(reader, 8) > 0 ? number_attribute(reader, 8) : 0;
	else if (strcmp(local, "outlineLvl") == 0)
		p->esquema = number_attribute(reader, 9);
	else if (strcmp(local, "vanish") == 0)
		p->oculto = p->oculto || is_on(reader);
}

static bool ends_with(const char *s, const char *end)
{
	const size_t n = strlen(s), m = strlen(end);

	return n > m && strcmp(s + n - m, end) == 0;
}

void docx_curso_elemento(struct docx_curso *c, xmlTextReaderPtr reader, const char *local)
{
	static const struct {
		const char *local;
		enum cambio what;
	} changes[] = {{"ins", CAMBIO_INSERCION}, {"moveTo", CAMBIO_INSERCION}, {"cellIns", CAMBIO_INSERCION}, {"del", CAMBIO_ELIMINACION},
		{"moveFrom", CAMBIO_ELIMINACION}, {"cellDel", CAMBIO_ELIMINACION}};

	if (c->cambio != DOCX_NINGUNO)
		return;
	/* rPrChange, pPrChange, sectPrChange…: inside are the former properties. */
	if (ends_with(local, "Change")) {
		mark(c, reader, CAMBIO_FORMATO);
		if (xmlTextReaderIsEmptyElement(reader) != 1)
			c->cambio = xmlTextReaderDepth(reader);
		return;
	}
	for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
		if (strcmp(local, changes[i].local) == 0) {
			mark(c, reader, changes[i].what);
			return;
		}
	}
	if (strcmp(local, "commentReference") == 0)
		anchor(c, reader);
	else
		property(c, reader, local);
}
