/* Small documents made in the test: DOCX packages through libzip, part by part. Every builder returns a buffer to be freed with buf_free. */
#ifndef TESTS_DOCUMENTS_FABRICA_H
#define TESTS_DOCUMENTS_FABRICA_H

#include <check.h>
#include <string.h>
#include <zip.h>

#include "base/buf.h"

#define W_NS "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
#define OOXML_ "application/vnd.openxmlformats-officedocument."
#define TIPO_DOCX OOXML_ "wordprocessingml.document.main+xml"
#define TIPO_DOCM "application/vnd.ms-word.document.macroEnabled.main+xml"
#define TIPO_DOTM "application/vnd.ms-word.template.macroEnabledTemplate.main+xml"
#define TIPO_XLSX OOXML_ "spreadsheetml.sheet.main+xml"
#define MEDIA_DOCX OOXML_ "wordprocessingml.document"
#define MEDIA_XLSX OOXML_ "spreadsheetml.sheet"
#define REL_PRINCIPAL "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"

#define RELS_DE(target, extra) \
	"<?xml version=\"1.0\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">" \
	"<Relationship Id=\"r0\" Type=\"http://example.org/otro\" Target=\"docProps/core.xml\"/>" \
	"<Relationship Id=\"r1\" Type=\"" REL_PRINCIPAL "\" Target=\"" target "\" " extra "/></Relationships>"
#define TIPOS_DE(tipo, mas) \
	"<?xml version=\"1.0\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">" \
	"<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>" \
	"<Default Extension=\"xml\" ContentType=\"application/xml\"/>" \
	"<Override PartName=\"/word/document.xml\" ContentType=\"" tipo "\"/>" mas "</Types>"
#define CUERPO(xml) "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document xmlns:w=\"" W_NS "\"><w:body>" xml "</w:body></w:document>"
#define P(texto) "<w:p><w:r><w:t>" texto "</w:t></w:r></w:p>"

struct parte {
	const char *name, *data;
	size_t n;             /* 0: strlen */
	zip_uint16_t cifrado; /* ZIP_EM_NONE usually */
	zip_int32_t metodo;   /* 0: deflate; -1: stored */
};

static inline struct buf zip_de(const struct parte *partes, size_t n)
{
	zip_error_t e;
	zip_source_t *memory = zip_source_buffer_create(NULL, 0, 0, &e);
	zip_t *zip = zip_open_from_source(memory, ZIP_CREATE | ZIP_TRUNCATE, &e);
	struct buf out;
	zip_stat_t st;

	buf_init(&out, 64u << 20);
	ck_assert_ptr_nonnull(zip);
	zip_source_keep(memory);
	for (size_t i = 0; i < n; i++) {
		const struct parte *p = &partes[i];
		zip_source_t *s = zip_source_buffer(zip, p->data, p->n > 0 ? p->n : strlen(p->data), 0);
		const zip_int64_t at = zip_file_add(zip, p->name, s, ZIP_FL_ENC_UTF_8);

		ck_assert_int_ge(at, 0);
		ck_assert_int_eq(zip_set_file_compression(zip, (zip_uint64_t)at, p->metodo < 0 ? ZIP_CM_STORE : ZIP_CM_DEFLATE, 0), 0);
		if (p->cifrado != ZIP_EM_NONE)
			ck_assert_int_eq(zip_file_set_encryption(zip, (zip_uint64_t)at, p->cifrado, "clave"), 0);
	}
	ck_assert_int_eq(zip_close(zip), 0);
	ck_assert_int_eq(zip_source_stat(memory, &st), 0);
	ck_assert_int_eq(zip_source_open(memory), 0);
	for (char block[4096]; out.len < st.size;) {
		const zip_int64_t got = zip_source_read(memory, block, sizeof block);

		ck_assert_int_gt(got, 0);
		buf_append(&out, block, (size_t)got);
	}
	zip_source_close(memory);
	zip_source_free(memory);
	ck_assert(!out.failed);
	return out;
}
#define ZIP_DE(...) zip_de((const struct parte[]){__VA_ARGS__}, sizeof((const struct parte[]){__VA_ARGS__}) / sizeof(struct parte))

/* A correct package around a main part. */
static inline struct buf docx_de(const char *documento, size_t n)
{
	return ZIP_DE({.name = "[Content_Types].xml", .data = TIPOS_DE(TIPO_DOCX, "")},
		{.name = "_rels/.rels", .data = RELS_DE("word/document.xml", "")},
		{.name = "word/document.xml", .data = documento, .n = n});
}

/* Replaces every `from` by `to`, of the same length: to say what libzip refuses to write. */
static inline void parchar(struct buf *b, const char *from, const char *to, size_t n)
{
	int found = 0;

	for (size_t i = 0; i + n <= b->len; i++) {
		if (memcmp(b->data + i, from, n) == 0) {
			memcpy(b->data + i, to, n);
			found++;
		}
	}
	ck_assert_int_gt(found, 0);
}

#define PDF_BUENO "%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\nxref\n0 1\ntrailer<</Root 1 0 R>>\nstartxref\n42\n%%EOF\n"

#endif
