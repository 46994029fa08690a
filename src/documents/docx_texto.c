/*
 * The text that Word shows as final: insertions counted, deletions not. ECMA-376-1 §17 (WordprocessingML), §22.1 (Office Math).
 * One pass for two readers: the text for the fingerprint (domain/texto.h: a rule of law, nothing here may change it) and, where somebody
 * asks, the paragraphs with their properties and marks (docx.h).
 */
#include <stdlib.h>
#include <string.h>

#include "documents/docx.h"
#include "documents/parte.h"

#define NS_W "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
#define NS_W_STRICT "http://purl.oclc.org/ooxml/wordprocessingml/main"
#define NS_M "http://schemas.openxmlformats.org/officeDocument/2006/math"
#define NS_M_STRICT "http://purl.oclc.org/ooxml/officeDocument/math"
#define NS_MC "http://schemas.openxmlformats.org/markup-compatibility/2006"

enum elemento { E_OTRO, E_PARRAFO, E_TEXTO, E_BLANCO, E_GUION, E_SIMBOLO, E_OMITIR };

struct lectura {
	struct buf *out;
	bool raiz;                /* the root was seen and is w:document */
	bool texto;               /* inside w:t or m:t */
	int omitir;               /* depth of the element whose text does not count; DOCX_NINGUNO */
	struct docx_curso *curso; /* NULL: only the fingerprint is wanted */
};

static bool is_w(const char *ns)
{
	return ns != NULL && (strcmp(ns, NS_W) == 0 || strcmp(ns, NS_W_STRICT) == 0);
}

static enum elemento clasificar(xmlTextReaderPtr reader)
{
	static const struct {
		const char *local;
		enum elemento e;
	} de_w[] = {
		{"p", E_PARRAFO},
		{"t", E_TEXTO},
		{"tab", E_BLANCO},
		{"ptab", E_BLANCO},
		{"br", E_BLANCO}, /* a line within the paragraph: white space, and no place for a list mark */
		{"cr", E_BLANCO},
		{"noBreakHyphen", E_GUION},
		{"sym", E_SIMBOLO},
		{"del", E_OMITIR},      /* tracked deletion */
		{"moveFrom", E_OMITIR}, /* counted where it was moved to */
		{"pPr", E_OMITIR},      /* properties; their w:tab are tab stops */
		{"rPr", E_OMITIR},
		{"sectPr", E_OMITIR},
	};
	const char *ns = (const char *)xmlTextReaderConstNamespaceUri(reader);
	const char *local = (const char *)xmlTextReaderConstLocalName(reader);

	if (ns == NULL || local == NULL)
		return E_OTRO;
	if (is_w(ns)) {
		for (size_t i = 0; i < sizeof de_w / sizeof *de_w; i++)
			if (strcmp(local, de_w[i].local) == 0)
				return de_w[i].e;
		return E_OTRO;
	}
	if (strcmp(local, "t") == 0 && (strcmp(ns, NS_M) == 0 || strcmp(ns, NS_M_STRICT) == 0))
		return E_TEXTO;
	/* The alternative repeats the text of the choice, for old programs. */
	if (strcmp(local, "Fallback") == 0 && strcmp(ns, NS_MC) == 0)
		return E_OMITIR;
	return E_OTRO;
}

/* Appends `cp` as UTF-8. Only for w:sym: four hexadecimal digits. */
static void put_bmp(struct buf *out, unsigned long cp)
{
	if (cp >= 0x800) {
		buf_putc(out, (char)(0xE0 | (cp >> 12)));
		buf_putc(out, (char)(0x80 | ((cp >> 6) & 0x3F)));
	} else if (cp >= 0x80) {
		buf_putc(out, (char)(0xC0 | (cp >> 6)));
	} else {
		buf_putc(out, (char)cp);
		return;
	}
	buf_putc(out, (char)(0x80 | (cp & 0x3F)));
}

/* Symbols carry meaning ("☐" or "☒" in a form): the code counts, whatever the font. What is no character is left out. */
static void put_symbol(xmlTextReaderPtr reader, struct buf *out)
{
	const xmlChar *ns = xmlTextReaderConstNamespaceUri(reader);
	char *code = (char *)xmlTextReaderGetAttributeNs(reader, (const xmlChar *)"char", ns);
	unsigned long cp;

	if (code == NULL)
		return;
	if (strlen(code) == 4 && strspn(code, "0123456789abcdefABCDEF") == 4) {
		cp = strtoul(code, NULL, 16);
		if (cp > 0x20 && (cp < 0xD800 || cp > 0xDFFF))
			put_bmp(out, cp);
	}
	xmlFree(code);
}

/* Line ends within w:t are white space like any other (only w:p makes paragraphs). */
static void put_text(xmlTextReaderPtr reader, struct buf *out)
{
	const char *s = (const char *)xmlTextReaderConstValue(reader);

	while (s != NULL && *s != '\0') {
		const size_t n = strcspn(s, "\n");

		buf_append(out, s, n);
		s += n;
		if (*s == '\n') {
			buf_putc(out, ' ');
			s++;
		}
	}
}

static enum visita visita_abre(xmlTextReaderPtr reader, struct lectura *l)
{
	const enum elemento e = clasificar(reader);
	const bool empty = xmlTextReaderIsEmptyElement(reader) == 1;

	if (!l->raiz) {
		if (!parte_es(reader, NS_W, "document") && !parte_es(reader, NS_W_STRICT, "document"))
			return VISITA_ILEGIBLE;
		l->raiz = true;
	}
	if (l->omitir != DOCX_NINGUNO)
		return VISITA_SIGUE;
	switch (e) {
	case E_PARRAFO:
		if (l->curso != NULL && !empty)
			docx_curso_abre(l->curso, l->out->len);
		/* Also at the beginning: a text box is a paragraph within a paragraph. */
		buf_putc(l->out, '\n');
		break;
	case E_TEXTO:
		l->texto = !empty;
		break;
	case E_BLANCO:
		buf_putc(l->out, ' ');
		break;
	case E_GUION:
		buf_putc(l->out, '-');
		break;
	case E_SIMBOLO:
		put_symbol(reader, l->out);
		break;
	case E_OMITIR:
		if (l->curso == NULL)
			return VISITA_SALTA;
		if (!empty)
			l->omitir = xmlTextReaderDepth(reader);
		break;
	case E_OTRO:
		break;
	}
	return VISITA_SIGUE;
}

static void visita_cierra(xmlTextReaderPtr reader, struct lectura *l)
{
	const int depth = xmlTextReaderDepth(reader);

	if (l->curso != NULL)
		docx_curso_fin(l->curso, depth);
	if (l->omitir != DOCX_NINGUNO) {
		l->omitir = l->omitir == depth ? DOCX_NINGUNO : l->omitir;
		return;
	}
	l->texto = false;
	if (clasificar(reader) != E_PARRAFO)
		return;
	buf_putc(l->out, '\n');
	if (l->curso != NULL)
		docx_curso_cierra(l->curso, l->out->len);
}

static enum visita visita_texto(xmlTextReaderPtr reader, void *ctx)
{
	struct lectura *l = ctx;
	enum visita v = VISITA_SIGUE;

	switch (xmlTextReaderNodeType(reader)) {
	case XML_READER_TYPE_ELEMENT:
		v = visita_abre(reader, l);
		if (l->curso != NULL && v == VISITA_SIGUE && is_w((const char *)xmlTextReaderConstNamespaceUri(reader)))
			docx_curso_elemento(l->curso, reader, (const char *)xmlTextReaderConstLocalName(reader));
		break;
	case XML_READER_TYPE_END_ELEMENT:
		visita_cierra(reader, l);
		break;
	case XML_READER_TYPE_TEXT:
	case XML_READER_TYPE_CDATA:
	case XML_READER_TYPE_WHITESPACE:
	case XML_READER_TYPE_SIGNIFICANT_WHITESPACE:
		if (l->texto && l->omitir == DOCX_NINGUNO)
			put_text(reader, l->out);
		break;
	default: /* an int: comments and processing instructions are no text */
		break;
	}
	return l->out->failed ? VISITA_DEMASIADO : v;
}

enum inspeccion_hallazgo docx_texto(zip_t *zip, zip_uint64_t index, struct buf *out, struct docx_lectura *detalle)
{
	struct lectura l = {.out = out, .omitir = DOCX_NINGUNO};
	struct docx_curso curso;

	if (detalle != NULL) {
		docx_curso_init(&curso, detalle);
		l.curso = &curso;
	}
	return parte_recorrer(zip, index, PAQUETE_PRINCIPAL_MAX, visita_texto, &l);
}
