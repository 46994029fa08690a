/* libFuzzer: a DOCX package, and the same bytes as the main part of a correct one (mutating XML under deflate finds little). */
#include <libxml/parser.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

#include "documents/detalle.h"
#include "documents/parte.h"
#include "documents/registro.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	if (!hash_init())
		abort();
	xmlInitParser();
	return 0;
}

#define REL "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"

static void add(zip_t *zip, const char *name, const void *data, size_t size)
{
	const zip_int64_t at = zip_file_add(zip, name, zip_source_buffer(zip, data, size, 0), 0);

	if (at < 0 || zip_set_file_compression(zip, (zip_uint64_t)at, ZIP_CM_STORE, 0) != 0)
		abort();
}

/* A package whose every part is `data`: text, styles, lists, comments and settings. */
static void package(const uint8_t *data, size_t size, struct buf *out)
{
	static const char rels[] =
		"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
		"<Relationship Type=\"" REL "styles\" Target=\"d\"/><Relationship Type=\"" REL "numbering\" Target=\"d\"/>"
		"<Relationship Type=\"" REL "comments\" Target=\"d\"/><Relationship Type=\"" REL "settings\" Target=\"d\"/>"
		"</Relationships>";
	zip_error_t e;
	zip_source_t *memory = zip_source_buffer_create(NULL, 0, 0, &e);
	zip_t *zip = memory != NULL ? zip_open_from_source(memory, ZIP_CREATE | ZIP_TRUNCATE, &e) : NULL;
	char block[4096];
	zip_int64_t got;

	if (zip == NULL)
		abort();
	zip_source_keep(memory);
	add(zip, "d", data, size);
	add(zip, "_rels/d.rels", rels, sizeof rels - 1);
	if (zip_close(zip) != 0 || zip_source_open(memory) != 0)
		abort();
	while ((got = zip_source_read(memory, block, sizeof block)) > 0)
		buf_append(out, block, (size_t)got);
	zip_source_close(memory);
	zip_source_free(memory);
}

/* Gathering the marks beside the text must not change the text: it is what two instruments are compared by. */
static void parts(const uint8_t *data, size_t size)
{
	ARENA_AUTO *a = arena_create(64u << 20);
	enum inspeccion_hallazgo why;
	struct docx_lectura l;
	struct obra o;
	zip_t *zip;
	BUF_AUTO bytes, alone, wire;

	buf_init(&bytes, 32u << 20);
	buf_init(&alone, DOCX_TEXTO_MAX);
	buf_init(&wire, OBRA_CABLE_MAX);
	if (a == NULL)
		abort();
	package(data, size, &bytes);
	zip = paquete_open((const uint8_t *)bytes.data, bytes.len, &why);
	if (zip == NULL)
		abort();
	docx_lectura_init(&l, a);
	strcpy(l.principal, "d");
	if (docx_texto(zip, 0, &alone, NULL) != docx_texto(zip, 0, &l.texto, &l) || alone.len != l.texto.len ||
		(alone.len > 0 && memcmp(alone.data, l.texto.data, alone.len) != 0))
		abort();
	zip_discard(zip);
	obra_init(&o, a);
	docx_detallar((const uint8_t *)bytes.data, bytes.len, &l, &o);
	obra_encode(&o, &wire);
	docx_lectura_free(&l);
	if (o.llena || wire.failed)
		abort();
	obra_init(&o, a);
	if (!obra_decode((const uint8_t *)wire.data, wire.len, DOCUMENTO_DOCX, &o))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct inspeccion out, back;
	uint8_t record[REGISTRO_LEN];

	documento_analizar(data, size, DOCUMENTO_DOCX, paquete_analizar, NULL, &out);
	registro_encode(&out, record);
	/* Whatever came in, what goes out is a record that the parent accepts. */
	if (!registro_decode(record, DOCUMENTO_DOCX, &back))
		abort();
	if (size > 0)
		parts(data, size);
	return 0;
}
