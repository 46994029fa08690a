/* A Word text beyond its words: headings and list labels, tracked changes, comments, protection, what it brings from elsewhere. */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "documents/detalle.h"
#include "documents/docx_estilos.h"

enum { PARTE_MAX = 16 << 20, RELACIONES_MAX = 2 << 20, NOMBRE_MAX = 1100, COMENTARIO_TEXTO_MAX = 280, HALLAZGOS_POR_CLASE = 60 };

/* --- relationships of the main part (ECMA-376-2 §6.5) ------------------------------------------------------------------------- */

enum relacion { REL_ESTILOS, REL_LISTAS, REL_COMENTARIOS, REL_AJUSTES, REL_COUNT };

struct relaciones {
	struct obra *o;
	const char *carpeta; /* of the source part, with its slash */
	char parte[REL_COUNT][NOMBRE_MAX];
};

static bool ends_with(const char *s, const char *end)
{
	const size_t n = strlen(s), m = strlen(end);

	return n >= m && strcasecmp(s + n - m, end) == 0;
}

static void external(struct relaciones *x, const char *type, const char *target)
{
	static const char *const cargados[] = {"/image", "/oleObject", "/frame", "/subDocument", "/video", "/audio", "/package"};

	if (ends_with(type, "/attachedTemplate")) {
		/* Every text names its template; one on the author's disk is never fetched from elsewhere. */
		if (strncasecmp(target, "http", 4) == 0 || strncmp(target, "\\\\", 2) == 0 || strncasecmp(target, "file://///", 10) == 0)
			obra_hallazgo(x->o, HALLAZGO_PLANTILLA_REMOTA, 0, 0, NULL, target);
		return;
	}
	for (size_t i = 0; i < sizeof cargados / sizeof *cargados; i++)
		if (ends_with(type, cargados[i]) && !obra_tiene(x->o, HALLAZGO_VINCULO_EXTERNO))
			obra_hallazgo(x->o, HALLAZGO_VINCULO_EXTERNO, 0, 0, NULL, target);
}

static void internal(struct relaciones *x, const char *type, const char *target)
{
	static const char *const types[REL_COUNT] = {
		[REL_ESTILOS] = "/styles", [REL_LISTAS] = "/numbering", [REL_COMENTARIOS] = "/comments", [REL_AJUSTES] = "/settings"};

	for (int i = 0; i < REL_COUNT; i++)
		if (ends_with(type, types[i]))
			snprintf(x->parte[i], sizeof x->parte[i], "%s%s", *target == '/' ? "" : x->carpeta, target + (*target == '/'));
	if ((ends_with(type, "/oleObject") || ends_with(type, "/package")) && !obra_tiene(x->o, HALLAZGO_OBJETO_INCRUSTADO))
		obra_hallazgo(x->o, HALLAZGO_OBJETO_INCRUSTADO, 0, 0, NULL, target);
}

static enum visita visit_relationships(xmlTextReaderPtr r, void *ctx)
{
	char *type, *target, *mode;

	if (xmlTextReaderNodeType(r) != XML_READER_TYPE_ELEMENT || !parte_es(r, NULL, "Relationship"))
		return VISITA_SIGUE;
	type = parte_atributo(r, "Type");
	target = parte_atributo(r, "Target");
	mode = parte_atributo(r, "TargetMode");
	if (type != NULL && target != NULL) {
		if (mode != NULL && strcmp(mode, "External") == 0)
			external(ctx, type, target);
		else
			internal(ctx, type, target);
	}
	xmlFree(type);
	xmlFree(target);
	xmlFree(mode);
	return VISITA_SIGUE;
}

static void incomplete(struct obra *o, const char *what)
{
	obra_hallazgo(o, HALLAZGO_INSPECCION_INCOMPLETA, 0, 0, NULL, what);
}

/* Parts that are not there are no fault; those that are and cannot be read are. */
static void read_relationships(zip_t *zip, const char *part, struct relaciones *x)
{
	const char *slash = strrchr(part, '/'), *name = slash ? slash + 1 : part;
	char rels[2 * NOMBRE_MAX];
	zip_uint64_t index = 0;

	snprintf(rels, sizeof rels, "%.*s_rels/%s.rels", (int)(name - part), part, name);
	if (paquete_find(zip, rels, &index) == INSPECCION_NINGUNO &&
		parte_recorrer(zip, index, RELACIONES_MAX, visit_relationships, x) != INSPECCION_NINGUNO)
		incomplete(x->o, rels);
}

/* --- settings ---------------------------------------------------------------------------------------------------------------- */

static enum visita visit_settings(xmlTextReaderPtr r, void *ctx)
{
	char *on;

	if (xmlTextReaderNodeType(r) != XML_READER_TYPE_ELEMENT ||
		(!parte_es(r, NULL, "documentProtection") && !parte_es(r, NULL, "writeProtection")))
		return VISITA_SIGUE;
	on = parte_atributo_w(r, parte_es(r, NULL, "documentProtection") ? "enforcement" : "recommended");
	if (on != NULL && (strcmp(on, "1") == 0 || strcmp(on, "true") == 0 || strcmp(on, "on") == 0) &&
		!obra_tiene(ctx, HALLAZGO_EDICION_RESTRINGIDA))
		obra_hallazgo(ctx, HALLAZGO_EDICION_RESTRINGIDA, 0, 0, NULL, NULL);
	xmlFree(on);
	return VISITA_SIGUE;
}

/* --- comments ---------------------------------------------------------------------------------------------------------------- */

struct comentarios {
	struct obra *o;
	const struct docx_lectura *l;
	const int *numero_de; /* by raw paragraph: its number in the report */
	char *id, *autor;     /* of the one being read */
	struct buf texto;
	bool dentro; /* of w:t */
};

static void comment_begins(struct comentarios *c, xmlTextReaderPtr r)
{
	xmlFree(c->id);
	xmlFree(c->autor);
	c->id = parte_atributo_w(r, "id");
	c->autor = parte_atributo_w(r, "author");
	buf_reset(&c->texto);
}

static void comment_ends(struct comentarios *c)
{
	struct informe_autor *author = obra_autor(c->o, c->autor);
	int parrafo = 0;
	BUF_AUTO detail;

	if (author != NULL)
		author->comentarios++;
	for (size_t i = 0; c->id != NULL && parrafo == 0 && i < c->l->n_comentarios; i++)
		if (strcmp(c->l->comentarios[i].id, c->id) == 0 && c->l->comentarios[i].parrafo < c->l->n_parrafos)
			parrafo = c->numero_de[c->l->comentarios[i].parrafo];
	buf_init(&detail, 4096);
	buf_printf(&detail, "%s: %s", c->autor && *c->autor ? c->autor : "(sin nombre)", buf_str(&c->texto));
	obra_hallazgo(
		c->o, HALLAZGO_COMENTARIO, 0, parrafo, parrafo > 0 ? c->o->i.texto.parrafos[parrafo - 1].texto : NULL, buf_str(&detail));
}

static enum visita visit_comments(xmlTextReaderPtr r, void *ctx)
{
	struct comentarios *c = ctx;

	switch (xmlTextReaderNodeType(r)) {
	case XML_READER_TYPE_ELEMENT:
		if (parte_es(r, NULL, "comment"))
			comment_begins(c, r);
		c->dentro = parte_es(r, NULL, "t") && xmlTextReaderIsEmptyElement(r) != 1;
		if (parte_es(r, NULL, "p") && c->texto.len > 0)
			buf_putc(&c->texto, ' ');
		break;
	case XML_READER_TYPE_END_ELEMENT:
		c->dentro = false;
		if (parte_es(r, NULL, "comment"))
			comment_ends(c);
		break;
	case XML_READER_TYPE_TEXT:
		if (c->dentro && c->texto.len < COMENTARIO_TEXTO_MAX)
			buf_puts(&c->texto, (const char *)xmlTextReaderConstValue(r));
		break;
	default: /* an int */
		break;
	}
	return VISITA_SIGUE;
}

static void read_comments(zip_t *zip, const char *part, const struct docx_lectura *l, const int *numero_de, struct obra *o)
{
	struct comentarios c = {.o = o, .l = l, .numero_de = numero_de};
	zip_uint64_t index = 0;

	buf_init(&c.texto, 1u << 20);
	if (paquete_find(zip, part, &index) != INSPECCION_NINGUNO ||
		parte_recorrer(zip, index, PARTE_MAX, visit_comments, &c) != INSPECCION_NINGUNO)
		incomplete(o, "comentarios");
	xmlFree(c.id);
	xmlFree(c.autor);
	buf_free(&c.texto);
}

/* --- paragraphs and their marks ------------------------------------------------------------------------------------------------ */

/* The report's number of every raw paragraph; empty ones have the number of the one before (0 at the beginning). */
static int *add_paragraphs(const struct docx_lectura *l, struct docx_estilos *e, struct obra *o)
{
	int *numero_de = arena_array(o->a, l->n_parrafos + 1, sizeof *numero_de);
	int last = 0;
	BUF_AUTO line;

	buf_init(&line, DOCX_TEXTO_MAX);
	for (size_t i = 0; numero_de != NULL && i < l->n_parrafos; i++) {
		const struct docx_parrafo *p = &l->parrafos[i];
		int number;

		buf_reset(&line);
		docx_rotulo(e, p, &line);
		const size_t label = line.len;

		buf_append(&line, l->texto.data + p->desde, p->hasta - p->desde);
		/* A label without text is no paragraph: strspn over what buf holds, which is one line at most. */
		number = strspn(buf_str(&line) + label, " \n\t") == line.len - label
			? 0
			: obra_parrafo(o, buf_str(&line), line.len, docx_nivel_of(e, p), 0);
		last = number > 0 ? number : last;
		numero_de[i] = last;
		if (p->oculto && number > 0 && !obra_tiene(o, HALLAZGO_TEXTO_OCULTO))
			obra_hallazgo(o, HALLAZGO_TEXTO_OCULTO, 0, number, o->i.texto.parrafos[number - 1].texto, NULL);
	}
	return numero_de;
}

static void add_part(struct buf *out, int n, const char *one, const char *many)
{
	if (n == 0)
		return;
	if (out->len > 0)
		buf_puts(out, ", ");
	buf_printf(out, "%d %s", n, n == 1 ? one : many);
}

static void add_marks(const struct docx_lectura *l, const int *numero_de, struct obra *o)
{
	for (size_t i = 0; i < l->n_marcas; i++) {
		const struct docx_marca *m = &l->marcas[i];
		struct informe_autor *author = obra_autor(o, m->autor);
		const int number = m->parrafo < l->n_parrafos ? numero_de[m->parrafo] : 0;
		BUF_AUTO detail;

		if (author != NULL) {
			author->inserciones += m->inserciones;
			author->eliminaciones += m->eliminaciones;
			author->formatos += m->formatos;
		}
		if (i >= HALLAZGOS_POR_CLASE)
			continue;
		buf_init(&detail, 1024);
		add_part(&detail, m->inserciones, "inserción", "inserciones");
		add_part(&detail, m->eliminaciones, "eliminación", "eliminaciones");
		add_part(&detail, m->formatos, "cambio de formato", "cambios de formato");
		buf_printf(&detail, " de %.200s", *m->autor ? m->autor : "(sin nombre)");
		obra_hallazgo(o, HALLAZGO_CONTROL_DE_CAMBIOS, 0, number, number > 0 ? o->i.texto.parrafos[number - 1].texto : NULL,
			buf_str(&detail));
	}
}

/* --- the whole ----------------------------------------------------------------------------------------------------------------- */

static void look_at_package(zip_t *zip, const struct docx_lectura *l, struct obra *o)
{
	struct docx_estilos e = {.a = o->a};
	struct relaciones x = {.o = o};
	const char *slash = strrchr(l->principal, '/');
	char folder[NOMBRE_MAX];
	const int *numero_de;
	zip_uint64_t index = 0;

	snprintf(folder, sizeof folder, "%.*s", slash ? (int)(slash + 1 - l->principal) : 0, l->principal);
	x.carpeta = folder;
	read_relationships(zip, l->principal, &x);
	if (*x.parte[REL_ESTILOS] && !docx_estilos_read(zip, x.parte[REL_ESTILOS], &e))
		incomplete(o, "estilos");
	if (*x.parte[REL_LISTAS] && !docx_listas_read(zip, x.parte[REL_LISTAS], &e))
		incomplete(o, "listas");
	obra_idioma_declarado(o, e.idioma);
	numero_de = add_paragraphs(l, &e, o);
	if (numero_de == NULL)
		return;
	add_marks(l, numero_de, o);
	if (*x.parte[REL_COMENTARIOS])
		read_comments(zip, x.parte[REL_COMENTARIOS], l, numero_de, o);
	if (*x.parte[REL_AJUSTES]) {
		if (paquete_find(zip, x.parte[REL_AJUSTES], &index) != INSPECCION_NINGUNO ||
			parte_recorrer(zip, index, PARTE_MAX, visit_settings, o) != INSPECCION_NINGUNO)
			incomplete(o, "ajustes");
		read_relationships(zip, x.parte[REL_AJUSTES], &x);
	}
	if (l->recortado)
		obra_hallazgo(o, HALLAZGO_TEXTO_RECORTADO, 0, 0, NULL, NULL);
}

void docx_detallar(const uint8_t *p, size_t n, const struct docx_lectura *l, struct obra *o)
{
	enum inspeccion_hallazgo why;
	zip_t *zip = paquete_open(p, n, &why);

	if (zip == NULL) {
		incomplete(o, NULL);
		return;
	}
	look_at_package(zip, l, o);
	zip_discard(zip);
}
