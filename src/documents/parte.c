#include "documents/parte.h"

#include <string.h>

struct fuente {
	zip_file_t *file;
	uint64_t left;
	bool demasiado;
};

static int fuente_read(void *ctx, char *out, int len)
{
	struct fuente *f = ctx;
	const zip_int64_t got = zip_fread(f->file, out, (zip_uint64_t)len);

	if (got < 0)
		return -1;
	/* The size that the directory declares is a claim; this is the fact. */
	if ((uint64_t)got > f->left) {
		f->demasiado = true;
		return -1;
	}
	f->left -= (uint64_t)got;
	return (int)got;
}

static int fuente_close(void *ctx)
{
	struct fuente *f = ctx;

	zip_fclose(f->file);
	f->file = NULL;
	return 0;
}

/* libxml2 prints on standard error unless somebody listens. */
static void discard(void *ctx, xmlErrorPtr error)
{
	(void)ctx;
	(void)error;
}

static bool encoding_allowed(xmlTextReaderPtr reader)
{
	const char *name = (const char *)xmlTextReaderConstEncoding(reader);

	return name == NULL || xmlStrcasecmp((const xmlChar *)name, (const xmlChar *)"UTF-8") == 0 ||
		xmlStrncasecmp((const xmlChar *)name, (const xmlChar *)"UTF-16", 6) == 0;
}

static enum inspeccion_hallazgo recorrer(xmlTextReaderPtr reader, visita_fn visit, void *ctx)
{
	int more = xmlTextReaderRead(reader);

	while (more == 1) {
		const int type = xmlTextReaderNodeType(reader);

		if (type == XML_READER_TYPE_DOCUMENT_TYPE || type == XML_READER_TYPE_ENTITY_REFERENCE || !encoding_allowed(reader))
			return INSPECCION_ILEGIBLE;
		switch (visit(reader, ctx)) {
		case VISITA_SIGUE:
			more = xmlTextReaderRead(reader);
			break;
		case VISITA_SALTA:
			more = xmlTextReaderNext(reader);
			break;
		case VISITA_DEMASIADO:
			return INSPECCION_DEMASIADO;
		case VISITA_ILEGIBLE:
			return INSPECCION_ILEGIBLE;
		}
	}
	return more == 0 ? INSPECCION_NINGUNO : INSPECCION_ILEGIBLE;
}

/*
 * Reading is over at the end tag of the root, but the CRC is checked only at the end of the entry, and what follows the root
 * (white space at most, in an honest file) must not be a way round the limit either.
 */
static enum inspeccion_hallazgo drain(struct fuente *f)
{
	char rest[4096];
	int got;

	do
		got = fuente_read(f, rest, sizeof rest);
	while (got > 0);
	return got == 0 ? INSPECCION_NINGUNO : INSPECCION_ILEGIBLE;
}

enum inspeccion_hallazgo parte_recorrer(zip_t *zip, zip_uint64_t index, uint64_t max, visita_fn visit, void *ctx)
{
	struct fuente f = {.left = max};
	enum inspeccion_hallazgo h;
	xmlTextReaderPtr reader;
	zip_stat_t st;

	if (zip_stat_index(zip, index, 0, &st) != 0 || (st.valid & ZIP_STAT_COMP_METHOD) == 0 ||
		(st.comp_method != ZIP_CM_STORE && st.comp_method != ZIP_CM_DEFLATE))
		return INSPECCION_ILEGIBLE;
	f.file = zip_fopen_index(zip, index, 0);
	if (f.file == NULL)
		return INSPECCION_ILEGIBLE;
	/* No options beyond this one: entities stay unexpanded, no DTD is loaded, libxml2's own size limits hold. Close by hand, after drain(). */
	reader = xmlReaderForIO(fuente_read, NULL, &f, NULL, NULL, XML_PARSE_NONET);
	if (reader == NULL) {
		fuente_close(&f);
		return INSPECCION_DEMASIADO;
	}
	xmlTextReaderSetStructuredErrorHandler(reader, discard, NULL);
	h = recorrer(reader, visit, ctx);
	if (h == INSPECCION_NINGUNO)
		h = drain(&f);
	xmlFreeTextReader(reader);
	fuente_close(&f);
	return f.demasiado ? INSPECCION_DEMASIADO : h;
}

bool parte_es(xmlTextReaderPtr reader, const char *ns, const char *local)
{
	const char *name = (const char *)xmlTextReaderConstLocalName(reader);
	const char *uri = (const char *)xmlTextReaderConstNamespaceUri(reader);

	return name != NULL && strcmp(name, local) == 0 && (ns == NULL || (uri != NULL && strcmp(uri, ns) == 0));
}

char *parte_atributo(xmlTextReaderPtr reader, const char *nombre)
{
	return (char *)xmlTextReaderGetAttribute(reader, (const xmlChar *)nombre);
}

char *parte_atributo_w(xmlTextReaderPtr reader, const char *nombre)
{
	return (char *)xmlTextReaderGetAttributeNs(reader, (const xmlChar *)nombre, xmlTextReaderConstNamespaceUri(reader));
}
