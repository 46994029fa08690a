/* The parsers, in this process: every finding, on documents made here. */
#include "documents/analisis.h"

#include <libxml/parser.h>
#include <stdlib.h>

#include "domain/texto.h"
#include "unit/documents/fabrica.h"

static struct inspeccion mirar(struct buf *b, enum documento_tipo declarado)
{
	struct inspeccion out;

	documento_analizar((const uint8_t *)buf_str(b), b->len, declarado, paquete_analizar, NULL, &out);
	buf_free(b);
	return out;
}

static struct inspeccion mirar_texto(const char *s, size_t n, enum documento_tipo declarado)
{
	struct inspeccion out;

	documento_analizar((const uint8_t *)s, n, declarado, paquete_analizar, NULL, &out);
	return out;
}
#define MIRAR(literal, declarado) mirar_texto("" literal, sizeof literal - 1, (declarado))

static void hallar(struct inspeccion x, enum documento_tipo tipo, enum inspeccion_hallazgo h)
{
	ck_assert_str_eq(inspeccion_hallazgo_name(x.hallazgo), inspeccion_hallazgo_name(h));
	ck_assert_int_eq(x.encontrado, tipo);
	ck_assert_int_eq(x.tiene_huella, tipo == DOCUMENTO_DOCX && h == INSPECCION_NINGUNO);
	ck_assert_int_eq(sha256_is_zero(&x.huella), !x.tiene_huella);
	ck_assert_int_eq(x.palabras > 0, x.tiene_huella);
}

static void hallar_docx(const char *documento, enum inspeccion_hallazgo h)
{
	struct buf b = docx_de(documento, 0);

	hallar(mirar(&b, DOCUMENTO_DOCX), DOCUMENTO_DOCX, h);
}

static void misma_huella(const char *documento, const char *normalizado)
{
	struct buf b = docx_de(documento, 0);
	const struct inspeccion x = mirar(&b, DOCUMENTO_DOCX);
	struct sha256 expected;

	sha256_of(normalizado, strlen(normalizado), &expected);
	hallar(x, DOCUMENTO_DOCX, INSPECCION_NINGUNO);
	ck_assert(x.cabe_tipo);
	ck_assert_mem_eq(x.huella.b, expected.b, SHA256_LEN);
	ck_assert_uint_eq(x.palabras, texto_palabras(normalizado, strlen(normalizado)));
}

START_TEST(test_pdf)
{
	char tail[3000];

	hallar(MIRAR(PDF_BUENO, DOCUMENTO_PDF), DOCUMENTO_PDF, INSPECCION_NINGUNO);
	hallar(MIRAR("basura delante\n" PDF_BUENO, DOCUMENTO_PDF), DOCUMENTO_PDF, INSPECCION_NINGUNO);
	hallar(MIRAR("%PDF-x %PDF-2.0\nstartxref\n0\n%%EOF", DOCUMENTO_PDF), DOCUMENTO_PDF, INSPECCION_NINGUNO);
	hallar(MIRAR("%PDF-3.0\nstartxref\n0\n%%EOF", DOCUMENTO_PDF), DOCUMENTO_PDF, INSPECCION_ILEGIBLE);
	hallar(MIRAR("%PDF-1", DOCUMENTO_PDF), DOCUMENTO_PDF, INSPECCION_ILEGIBLE);
	hallar(MIRAR("%PDF-1.4\nstartxref\n0\n%%EO", DOCUMENTO_PDF), DOCUMENTO_PDF, INSPECCION_TRUNCADO);
	hallar(MIRAR("%PDF-1.4\n%%EOF\nstartxref\n0\n", DOCUMENTO_PDF), DOCUMENTO_PDF, INSPECCION_TRUNCADO);
	hallar(MIRAR("%PDF-1.4\n", DOCUMENTO_OTRO), DOCUMENTO_PDF, INSPECCION_TRUNCADO);
	hallar(MIRAR(PDF_BUENO, DOCUMENTO_DOCX), DOCUMENTO_PDF, INSPECCION_TIPO_FALSO);
	ck_assert_int_eq(pdf_check((const uint8_t *)"", 0), INSPECCION_VACIO);
	memset(tail, ' ', sizeof tail);
	memcpy(tail, PDF_BUENO, sizeof PDF_BUENO - 1);
	hallar(mirar_texto(tail, sizeof tail, DOCUMENTO_PDF), DOCUMENTO_PDF, INSPECCION_TRUNCADO); /* %%EOF too far from the end */
	memset(tail, ' ', sizeof tail);
	memcpy(tail + 1100, PDF_BUENO, sizeof PDF_BUENO - 1);
	ck_assert(!mirar_texto(tail, sizeof tail, DOCUMENTO_PDF).cabe_tipo); /* %PDF- too far from the beginning */
	memset(tail, ' ', sizeof tail);
	memcpy(tail, "%PDF-1.4\nstartxref", 18);
	memcpy(tail + sizeof tail - 5, "%%EOF", 5);
	hallar(mirar_texto(tail, sizeof tail, DOCUMENTO_PDF), DOCUMENTO_PDF, INSPECCION_TRUNCADO); /* startxref too far from %%EOF */
}
END_TEST

START_TEST(test_magic)
{
	static const char odt[] =
		"PK\x03\x04\x14\0\0\0\0\0\0\0\0\0\0\0\0\0\x27\0\0\0\x27\0\0\0\x08\0\0\0mimetypeapplication/vnd.oasis.opendocument.text";
	struct buf b;

	hallar(MIRAR("", DOCUMENTO_PDF), DOCUMENTO_OTRO, INSPECCION_VACIO);
	hallar(MIRAR("\xFF\xD8\xFF\xE0", DOCUMENTO_JPEG), DOCUMENTO_JPEG, INSPECCION_NINGUNO);
	hallar(MIRAR("\x89PNG\r\n\x1A\n", DOCUMENTO_PNG), DOCUMENTO_PNG, INSPECCION_NINGUNO);
	hallar(MIRAR("II*\0", DOCUMENTO_TIFF), DOCUMENTO_TIFF, INSPECCION_NINGUNO);
	hallar(MIRAR("MM\0*", DOCUMENTO_TIFF), DOCUMENTO_TIFF, INSPECCION_NINGUNO);
	hallar(MIRAR("Texto llano\n", DOCUMENTO_TEXTO), DOCUMENTO_TEXTO, INSPECCION_NINGUNO);
	hallar(MIRAR("a\0b", DOCUMENTO_TEXTO), DOCUMENTO_OTRO, INSPECCION_TIPO_FALSO);
	hallar(MIRAR("a\x7F", DOCUMENTO_OTRO), DOCUMENTO_OTRO, INSPECCION_NINGUNO);
	hallar(MIRAR("a\0b", DOCUMENTO_DOCX), DOCUMENTO_OTRO, INSPECCION_TIPO_FALSO);
	hallar(MIRAR("\xFF\xD8\xFF\xE0", DOCUMENTO_PDF), DOCUMENTO_JPEG, INSPECCION_TIPO_FALSO);
	hallar(MIRAR("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"
		     "W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0",
		       DOCUMENTO_DOC),
		DOCUMENTO_DOC, INSPECCION_NINGUNO);
	hallar(MIRAR("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"
		     "W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0",
		       DOCUMENTO_DOCX),
		DOCUMENTO_DOC, INSPECCION_TIPO_FALSO);
	hallar(MIRAR("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 msi", DOCUMENTO_DOC), DOCUMENTO_OTRO, INSPECCION_TIPO_FALSO);
	hallar(mirar_texto(odt, sizeof odt - 1, DOCUMENTO_ODT), DOCUMENTO_ODT, INSPECCION_NINGUNO);
	hallar(mirar_texto(odt, sizeof odt - 1, DOCUMENTO_DOCX), DOCUMENTO_ODT, INSPECCION_NO_ES_WORD);
	hallar(mirar_texto(odt, sizeof odt - 1, DOCUMENTO_PDF), DOCUMENTO_ODT, INSPECCION_TIPO_FALSO);
	ck_assert(!ole2_names((const uint8_t *)"x", 1, "a name that is longer than any stream's name may be"));
	b = ZIP_DE({.name = "mimetype", .data = "application/vnd.oasis.opendocument.text", .metodo = -1},
		{.name = "content.xml", .data = "<x/>"});
	hallar(mirar(&b, DOCUMENTO_ODT), DOCUMENTO_ODT, INSPECCION_NINGUNO);
}
END_TEST

/* [MS-OFFCRYPTO]: Word wraps the encrypted package in OLE2. */
START_TEST(test_encrypted)
{
#define OLE_CIFRADO \
	"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" \
	"....E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0"
	struct buf b = ZIP_DE({.name = "[Content_Types].xml", .data = TIPOS_DE(TIPO_DOCX, "")},
		{.name = "word/document.xml", .data = CUERPO(P("x")), .cifrado = ZIP_EM_AES_256});

	hallar(mirar(&b, DOCUMENTO_DOCX), DOCUMENTO_OTRO, INSPECCION_CIFRADO);
	hallar(MIRAR(OLE_CIFRADO, DOCUMENTO_DOCX), DOCUMENTO_OTRO, INSPECCION_CIFRADO);
	hallar(MIRAR(OLE_CIFRADO, DOCUMENTO_OTRO), DOCUMENTO_OTRO, INSPECCION_CIFRADO);
	hallar(MIRAR(OLE_CIFRADO, DOCUMENTO_PDF), DOCUMENTO_OTRO, INSPECCION_TIPO_FALSO);
}
END_TEST

START_TEST(test_fingerprint)
{
	misma_huella(CUERPO(P("CONVENIO   Marco") P("a) Ni\xC3\xB1os")), "convenio marco ni\xC3\xB1os");
	/* runs join without a space; properties, tab stops and field codes are no text */
	misma_huella(
		CUERPO("<w:p><w:pPr><w:tabs><w:tab w:val=\"left\"/></w:tabs><w:rPr><w:del "
		       "w:id=\"1\"/></w:rPr></w:pPr><w:r><w:rPr><w:b/></w:rPr>"
		       "<w:t>Con</w:t></w:r><w:r><w:t xml:space=\"preserve\">venio </w:t><w:tab/><w:t>uno</w:t><w:br/><w:t>dos</w:t><w:cr/>"
		       "<w:instrText>PAGE</w:instrText></w:r></w:p><w:p/><w:sectPr/>"),
		"convenio uno dos");
	/* tracked changes: inserted yes, deleted and moved away no */
	misma_huella(CUERPO("<w:p><w:ins><w:r><w:t>nuevo "
			    "</w:t></w:r></w:ins><w:del><w:r><w:delText>viejo</w:delText><w:t>viejo</w:t></w:r></w:del>"
			    "<w:moveFrom><w:r><w:t>lejos</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>cerca</w:t></w:r></w:moveTo></w:p>"),
		"nuevo cerca");
	/* a line break makes no place for a list mark; line ends and entities of the XML are text; CDATA too */
	misma_huella(CUERPO("<w:p><w:r><w:t>art\xC3\xAD"
			    "culo</w:t><w:br/><w:t>3. y\n4. &amp; &#xF1;<![CDATA[ <b> ]]></w:t><w:t/></w:r></w:p>"),
		"art\xC3\xAD"
		"culo 3. y 4. & \xC3\xB1 <b>");
	misma_huella(CUERPO("<w:p><w:r><w:t>a</w:t><w:noBreakHyphen/><w:t>b</w:t><w:sym w:font=\"Wingdings\" w:char=\"2612\"/><w:sym "
			    "w:char=\"00F1\"/>"
			    "<w:sym w:char=\"0041\"/><w:sym w:char=\"D800\"/><w:sym w:char=\"no\"/><w:sym/></w:r></w:p>"),
		"a-b\xE2\x98\x92\xC3\xB1"
		"a");
	/* the fallback repeats the text box of the choice; formulas count; other vocabularies do not */
	misma_huella(CUERPO("<w:p xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" "
			    "xmlns:m=\"http://schemas.openxmlformats.org/officeDocument/2006/math\" "
			    "xmlns:x=\"urn:x\"><mc:AlternateContent><mc:Choice>"
			    "<w:p><w:r><w:t>caja</w:t></w:r></w:p></mc:Choice><mc:Fallback>" P(
				    "caja") "</mc:Fallback></mc:AlternateContent>"
					    "<m:r><m:t>x=1</m:t></m:r><x:t>no</x:t><y>no</y></w:p><!-- no --><?no no?>"),
		"caja x=1");
	misma_huella("<document "
		     "xmlns=\"http://purl.oclc.org/ooxml/wordprocessingml/main\"><body><p><r><t>Estricto</t></r></p></body></document>",
		"estricto");
}
END_TEST

/* What only looks different is the same instrument; a single letter makes another one. */
START_TEST(test_same_instrument)
{
	struct buf a = docx_de(CUERPO(P("1. Objeto") P("AN\xCC\x83O  2026")), 0), b = docx_de(CUERPO(P("objeto a\xC3\xB1o 2026")), 0),
		   c = docx_de(CUERPO(P("objeto ano 2026")), 0);
	const struct inspeccion xa = mirar(&a, DOCUMENTO_DOCX), xb = mirar(&b, DOCUMENTO_DOCX), xc = mirar(&c, DOCUMENTO_OTRO);

	ck_assert(sha256_equal(&xa.huella, &xb.huella));
	ck_assert(!sha256_equal(&xa.huella, &xc.huella));
	ck_assert(xc.cabe_tipo && xc.tiene_huella);
}
END_TEST

START_TEST(test_utf16)
{
	static const char ascii[] =
		"<?xml version=\"1.0\" encoding=\"UTF-16\"?><w:document xmlns:w=\"" W_NS "\"><w:body>" P("Hola") "</w:body></w:document>";
	struct buf wide, b;

	buf_init(&wide, 10000);
	buf_append(&wide, "\xFF\xFE", 2);
	for (size_t i = 0; i < sizeof ascii - 1; i++) {
		buf_putc(&wide, ascii[i]);
		buf_putc(&wide, '\0');
	}
	b = docx_de(wide.data, wide.len);
	hallar(mirar(&b, DOCUMENTO_DOCX), DOCUMENTO_DOCX, INSPECCION_NINGUNO);
	buf_free(&wide);
	hallar_docx("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><w:document xmlns:w=\"" W_NS
		    "\"><w:body>" P("x") "</w:body></w:document>",
		INSPECCION_ILEGIBLE);
}
END_TEST

START_TEST(test_bad_main_part)
{
	hallar_docx(CUERPO("<w:p/>"), INSPECCION_SIN_TEXTO);
	hallar_docx(CUERPO("<w:p>"), INSPECCION_ILEGIBLE);
	hallar_docx("no es XML", INSPECCION_ILEGIBLE);
	hallar_docx("<w:document xmlns:w=\"urn:otro\"/>", INSPECCION_ILEGIBLE);
	hallar_docx(CUERPO(P("x")) "<mas/>", INSPECCION_ILEGIBLE);
	hallar_docx(CUERPO(P("\xFF")), INSPECCION_ILEGIBLE);
	/* billion laughs, external entity, external DTD: refused for having a DTD at all */
	hallar_docx("<!DOCTYPE w [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c "
		    "\"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\">"
		    "<!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;\"><!ENTITY e \"&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;\">]>"
		    "<w:document xmlns:w=\"" W_NS "\">&e;&e;&e;&e;</w:document>",
		INSPECCION_ILEGIBLE);
	hallar_docx("<!DOCTYPE w [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><w:document xmlns:w=\"" W_NS
		    "\"><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:document>",
		INSPECCION_ILEGIBLE);
	hallar_docx("<!DOCTYPE w SYSTEM \"http://127.0.0.1/x.dtd\"><w:document xmlns:w=\"" W_NS "\"/>", INSPECCION_ILEGIBLE);
}
END_TEST

/* Deeper than libxml2 allows, and a text past the limit. */
START_TEST(test_xml_too_much)
{
	struct buf deep, b;

	buf_init(&deep, 40u << 20);
	buf_puts(&deep, "<w:document xmlns:w=\"" W_NS "\">");
	for (int i = 0; i < 5000; i++)
		buf_puts(&deep, "<w:tbl>");
	hallar_docx(buf_str(&deep), INSPECCION_ILEGIBLE);
	buf_reset(&deep);
	/* incompressible enough to stay under the ratio, of 17 MiB of text */
	buf_puts(&deep, "<w:document xmlns:w=\"" W_NS "\">");
	for (uint32_t i = 0, x = 1; i < 17u << 20; i += 1024) {
		buf_puts(&deep, "<w:p><w:r><w:t>");
		for (int j = 0; j < 1024; j++) {
			x = x * 1664525u + 1013904223u;
			buf_putc(&deep, (char)('a' + (x >> 24) % 26));
		}
		buf_puts(&deep, "</w:t></w:r></w:p>");
	}
	buf_puts(&deep, "</w:document>");
	b = docx_de(deep.data, deep.len);
	hallar(mirar(&b, DOCUMENTO_DOCX), DOCUMENTO_DOCX, INSPECCION_DEMASIADO);
	buf_free(&deep);
}
END_TEST

START_TEST(test_zip_bomb)
{
	struct buf zeros, b;
	struct parte many[PAQUETE_ENTRADAS_MAX + 1];
	static char names[PAQUETE_ENTRADAS_MAX + 1][16];
	zip_uint32_t lie;

	buf_init(&zeros, 40u << 20);
	for (int i = 0; i < 32; i++) {
		static const char mib[1u << 20];

		buf_append(&zeros, mib, sizeof mib);
	}
	b = docx_de(zeros.data, zeros.len); /* ratio about 1000 */
	hallar(mirar(&b, DOCUMENTO_DOCX), DOCUMENTO_OTRO, INSPECCION_DEMASIADO);
	/* the same, with a directory that says 100 bytes: what is expanded counts */
	b = docx_de(zeros.data, zeros.len);
	lie = (zip_uint32_t)zeros.len;
	parchar(&b, (char *)&lie, "\x64\0\0\0", 4);
	hallar(mirar(&b, DOCUMENTO_DOCX), DOCUMENTO_DOCX, INSPECCION_ILEGIBLE);
	buf_free(&zeros);
	for (int i = 0; i <= PAQUETE_ENTRADAS_MAX; i++) {
		snprintf(names[i], sizeof names[i], "p%d", i);
		many[i] = (struct parte){.name = names[i], .data = "x", .metodo = -1};
	}
	b = zip_de(many, PAQUETE_ENTRADAS_MAX + 1);
	hallar(mirar(&b, DOCUMENTO_DOCX), DOCUMENTO_OTRO, INSPECCION_DEMASIADO);
}
END_TEST

/* An index part past its own limit, honest about it. */
START_TEST(test_big_index)
{
	struct buf rels, b;

	buf_init(&rels, 8u << 20);
	buf_puts(&rels, "<Relationships>");
	for (uint32_t x = 1; rels.len < PAQUETE_INDICE_MAX + 4096;) {
		x = x * 1664525u + 1013904223u;
		buf_printf(&rels, "<r a='%u'/>", x);
	}
	buf_puts(&rels, "</Relationships>");
	b = ZIP_DE({.name = "[Content_Types].xml", .data = TIPOS_DE(TIPO_DOCX, "")}, {.name = "_rels/.rels", .data = buf_str(&rels)});
	hallar(mirar(&b, DOCUMENTO_DOCX), DOCUMENTO_OTRO, INSPECCION_DEMASIADO);
	buf_free(&rels);
}
END_TEST

START_TEST(test_truncated)
{
	struct buf whole = docx_de(CUERPO(P("Uno dos tres")), 0);

	for (size_t n = 0; n < whole.len; n++) {
		struct inspeccion x;
		char *part = malloc(n + 1); /* exactly as long as it says: reading past it shows */

		ck_assert_ptr_nonnull(part);
		memcpy(part, whole.data, n);
		documento_analizar((const uint8_t *)part, n, DOCUMENTO_DOCX, paquete_analizar, NULL, &x);
		free(part);
		ck_assert_int_ne(x.hallazgo, INSPECCION_NINGUNO);
		if (n > 40 && n < whole.len - 22)
			ck_assert_int_eq(x.hallazgo, INSPECCION_TRUNCADO);
	}
	buf_free(&whole);
}
END_TEST

/* Every byte wrong in turn: no crash, and never the fingerprint of another text. */
START_TEST(test_bit_rot)
{
	struct buf whole = docx_de(CUERPO(P("Uno dos tres")), 0);
	struct inspeccion good, x;

	documento_analizar((const uint8_t *)whole.data, whole.len, DOCUMENTO_DOCX, paquete_analizar, NULL, &good);
	ck_assert(good.tiene_huella);
	for (size_t i = 0; i < whole.len; i++) {
		whole.data[i] = (char)(whole.data[i] ^ 0x55);
		documento_analizar((const uint8_t *)whole.data, whole.len, DOCUMENTO_DOCX, paquete_analizar, NULL, &x);
		whole.data[i] = (char)(whole.data[i] ^ 0x55);
		ck_assert(!x.tiene_huella || sha256_equal(&x.huella, &good.huella));
	}
	buf_free(&whole);
}
END_TEST

START_TEST(test_macros)
{
	struct buf b;

	b = ZIP_DE({.name = "[Content_Types].xml", .data = TIPOS_DE(TIPO_DOCM, "")},
		{.name = "_rels/.rels", .data = RELS_DE("word/document.xml", "")}, {.name = "word/document.xml", .data = CUERPO(P("x"))});
	hallar(mirar(&b, DOCUMENTO_DOCX), DOCUMENTO_DOCX, INSPECCION_MACROS);
	b = ZIP_DE({.name = "[Content_Types].xml", .data = TIPOS_DE(TIPO_DOTM, "")},
		{.name = "_rels/.rels", .data = RELS_DE("/word/document.xml", "")}, {.name = "word/document.xml", .data = CUERPO(P("x"))});
	hallar(mirar(&b, DOCUMENTO_DOCX), DOCUMENTO_DOCX, INSPECCION_MACROS);
	b = ZIP_DE({.name = "[Content_Types].xml", .data = TIPOS_DE(TIPO_DOCX, "")},
		{.name = "_rels/.rels", .data = RELS_DE("word/document.xml", "")}, {.name = "word/document.xml", .data = CUERPO(P("x"))},
		{.name = "word/VbaProject.bin", .data = "x"});
	hallar(mirar(&b, DOCUMENTO_DOCX), DOCUMENTO_DOCX, INSPECCION_MACROS);
	b = ZIP_DE(
		{.name = "[Content_Types].xml",
			.data = TIPOS_DE(TIPO_DOCX, "<Default Extension=\"bin\" ContentType=\"application/vnd.ms-office.vbaProject\"/>")},
		{.name = "_rels/.rels", .data = RELS_DE("word/document.xml", "")}, {.name = "word/document.xml", .data = CUERPO(P("x"))});
	hallar(mirar(&b, DOCUMENTO_DOCX), DOCUMENTO_DOCX, INSPECCION_MACROS);
}
END_TEST

START_TEST(test_other_packages)
{
	struct buf b = ZIP_DE({.name = "leeme.txt", .data = "x"});

	hallar(mirar(&b, DOCUMENTO_DOCX), DOCUMENTO_OTRO, INSPECCION_NO_ES_WORD);
	b = ZIP_DE({.name = "leeme.txt", .data = "x"});
	hallar(mirar(&b, DOCUMENTO_PDF), DOCUMENTO_OTRO, INSPECCION_TIPO_FALSO);
	b = ZIP_DE({.name = "leeme.txt", .data = "x"});
	hallar(mirar(&b, DOCUMENTO_ODT), DOCUMENTO_OTRO, INSPECCION_TIPO_FALSO);
	b = ZIP_DE({.name = "[Content_Types].xml", .data = TIPOS_DE(TIPO_XLSX, "")},
		{.name = "_rels/.rels", .data = RELS_DE("word/document.xml", "")});
	hallar(mirar(&b, DOCUMENTO_XLSX), DOCUMENTO_XLSX, INSPECCION_NINGUNO);
	b = ZIP_DE({.name = "[Content_Types].xml", .data = TIPOS_DE(TIPO_XLSX, "")},
		{.name = "_rels/.rels", .data = RELS_DE("word/document.xml", "")});
	hallar(mirar(&b, DOCUMENTO_DOCX), DOCUMENTO_XLSX, INSPECCION_NO_ES_WORD);
	b = ZIP_DE({.name = "[Content_Types].xml", .data = TIPOS_DE("application/x", "")},
		{.name = "_rels/.rels", .data = RELS_DE("word/document.xml", "")});
	hallar(mirar(&b, DOCUMENTO_DOCX), DOCUMENTO_OTRO, INSPECCION_NO_ES_WORD);
	b = ZIP_DE({.name = "[Content_Types].xml", .data = TIPOS_DE(TIPO_DOCX, "")}, {.name = "_rels/.rels", .data = "<Relationships/>"});
	hallar(mirar(&b, DOCUMENTO_DOCX), DOCUMENTO_OTRO, INSPECCION_NO_ES_WORD);
	hallar(MIRAR("PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", DOCUMENTO_DOCX), DOCUMENTO_OTRO, INSPECCION_NO_ES_WORD);
	b = docx_de(CUERPO(P("x")), 0);
	hallar(mirar(&b, DOCUMENTO_PDF), DOCUMENTO_DOCX, INSPECCION_TIPO_FALSO);
	b = docx_de(CUERPO(P("x")), 0);
	hallar(mirar(&b, DOCUMENTO_XLSX), DOCUMENTO_DOCX, INSPECCION_TIPO_FALSO);
}
END_TEST

static void hallar_indice(const char *tipos, const char *rels, enum documento_tipo tipo, enum inspeccion_hallazgo h)
{
	struct buf b = ZIP_DE({.name = "[Content_Types].xml", .data = tipos}, {.name = "_rels/.rels", .data = rels},
		{.name = "word/document.xml", .data = CUERPO(P("x"))});

	hallar(mirar(&b, DOCUMENTO_DOCX), tipo, h);
}

START_TEST(test_bad_index)
{
	static const char otra[] =
		"<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"xml\" "
		"ContentType=\"" TIPO_DOCX "\"/></Types>";
	static const char *const buenos = TIPOS_DE(TIPO_DOCX, "");

	hallar_indice(otra, RELS_DE("word/document.xml", ""), DOCUMENTO_DOCX, INSPECCION_NINGUNO);
	hallar_indice(buenos, RELS_DE("word/document.xml", "TargetMode=\"Internal\""), DOCUMENTO_DOCX, INSPECCION_NINGUNO);
	hallar_indice(buenos, RELS_DE("word/document.xml", "TargetMode=\"External\""), DOCUMENTO_OTRO, INSPECCION_ILEGIBLE);
	hallar_indice(buenos, RELS_DE("../../etc/passwd", ""), DOCUMENTO_OTRO, INSPECCION_ILEGIBLE);
	hallar_indice(buenos, RELS_DE("//etc/passwd", ""), DOCUMENTO_OTRO, INSPECCION_ILEGIBLE);
	hallar_indice(buenos, RELS_DE("file:///etc/passwd", ""), DOCUMENTO_OTRO, INSPECCION_ILEGIBLE);
	hallar_indice(buenos, RELS_DE("", ""), DOCUMENTO_OTRO, INSPECCION_ILEGIBLE);
	hallar_indice(buenos, "<Relationships", DOCUMENTO_OTRO, INSPECCION_ILEGIBLE);
	hallar_indice("<!DOCTYPE x []><Types/>", RELS_DE("word/document.xml", ""), DOCUMENTO_OTRO, INSPECCION_ILEGIBLE);
	hallar_indice(otra, RELS_DE("word/falta.xml", ""), DOCUMENTO_DOCX, INSPECCION_ILEGIBLE);
	hallar_indice("<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default/></Types>",
		RELS_DE("word/document.xml", ""), DOCUMENTO_OTRO, INSPECCION_ILEGIBLE);
	/* two answers to one question */
	hallar_indice(TIPOS_DE(TIPO_DOCX, "<Override PartName=\"/Word/Document.xml\" ContentType=\"" TIPO_XLSX "\"/>"),
		RELS_DE("word/document.xml", ""), DOCUMENTO_OTRO, INSPECCION_ILEGIBLE);
	hallar_indice(buenos,
		"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
		"<Relationship Type=\"" REL_PRINCIPAL "\" Target=\"word/document.xml\"/><Relationship Type=\"" REL_PRINCIPAL
		"\" Target=\"word/otro.xml\"/><Relationship/></Relationships>",
		DOCUMENTO_OTRO, INSPECCION_ILEGIBLE);
}
END_TEST

/* Names that would climb out of a folder, were the package ever unpacked; and one name twice. */
START_TEST(test_paths)
{
	static const char *const names[] = {"../../x.xm", "/etc/passw", "word\\x.xml", "C:/windows", "word/../..", "..//////////"};
	struct buf b;

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		b = ZIP_DE({.name = "[Content_Types].xml", .data = TIPOS_DE(TIPO_DOCX, "")},
			{.name = "_rels/.rels", .data = RELS_DE("word/document.xml", "")},
			{.name = "word/document.xml", .data = CUERPO(P("x"))}, {.name = names[i], .data = "x"});
		hallar(mirar(&b, DOCUMENTO_DOCX), DOCUMENTO_OTRO, INSPECCION_ILEGIBLE);
	}
	b = ZIP_DE({.name = "[Content_Types].xml", .data = TIPOS_DE(TIPO_DOCX, "")},
		{.name = "_rels/.rels", .data = RELS_DE("word/document.xml", "")}, {.name = "word/document.xml", .data = CUERPO(P("x"))},
		{.name = "WORD/document.xml", .data = CUERPO(P("otra cosa"))});
	hallar(mirar(&b, DOCUMENTO_DOCX), DOCUMENTO_DOCX, INSPECCION_ILEGIBLE);
	b = ZIP_DE({.name = "[Content_Types].xml", .data = TIPOS_DE(TIPO_DOCX, "")}, {.name = "a..b/..c", .data = "x"},
		{.name = "_rels/.rels", .data = RELS_DE("word/document.xml", "")}, {.name = "word/document.xml", .data = CUERPO(P("x"))});
	hallar(mirar(&b, DOCUMENTO_DOCX), DOCUMENTO_DOCX, INSPECCION_NINGUNO);
}
END_TEST

START_TEST(test_polyglot)
{
	struct buf b = ZIP_DE({.name = "a.pdf", .data = PDF_BUENO, .metodo = -1},
		{.name = "[Content_Types].xml", .data = TIPOS_DE(TIPO_DOCX, "")},
		{.name = "_rels/.rels", .data = RELS_DE("word/document.xml", "")}, {.name = "word/document.xml", .data = CUERPO(P("x"))});
	struct buf c, d = docx_de(CUERPO(P("x")), 0);

	hallar(mirar(&b, DOCUMENTO_DOCX), DOCUMENTO_OTRO, INSPECCION_TIPO_FALSO);
	/* a PDF with a package behind: a PDF, cut */
	buf_init(&c, 1u << 20);
	buf_puts(&c, PDF_BUENO);
	for (int i = 0; i < 5; i++)
		buf_append(&c, d.data, d.len);
	buf_free(&d);
	hallar(mirar_texto(c.data, c.len, DOCUMENTO_PDF), DOCUMENTO_PDF, INSPECCION_TRUNCADO);
	hallar(mirar(&c, DOCUMENTO_DOCX), DOCUMENTO_PDF, INSPECCION_TIPO_FALSO);
}
END_TEST

START_TEST(test_media_types)
{
	enum documento_tipo t;

	for (int i = 0; i < DOCUMENTO_TIPO_COUNT; i++) {
		ck_assert(documento_tipo_parse(documento_tipo_media((enum documento_tipo)i), &t));
		ck_assert_int_eq((int)t, i);
		ck_assert_ptr_nonnull(documento_tipo_extension((enum documento_tipo)i));
	}
	ck_assert(documento_tipo_parse(" Text/PLAIN; charset=utf-8", &t) && t == DOCUMENTO_TEXTO);
	ck_assert(documento_tipo_parse(NULL, &t) && t == DOCUMENTO_OTRO);
	ck_assert(documento_tipo_parse("", &t) && t == DOCUMENTO_OTRO);
	ck_assert(!documento_tipo_parse(";", &t));
	ck_assert(!documento_tipo_parse("application/pdfx", &t) && t == DOCUMENTO_OTRO);
	ck_assert(!documento_tipo_parse("application/pd", &t));
	ck_assert_str_eq(documento_tipo_media((enum documento_tipo)99), "application/octet-stream");
	ck_assert_str_eq(documento_tipo_extension((enum documento_tipo)99), "bin");
	ck_assert_str_eq(inspeccion_hallazgo_name((enum inspeccion_hallazgo)99), "desconocido");
	for (int i = 0; i < INSPECCION_HALLAZGO_COUNT; i++)
		ck_assert_ptr_nonnull(inspeccion_hallazgo_name((enum inspeccion_hallazgo)i));
}
END_TEST

/* Whatever is refused is said in sentences of both languages, and never by its machine name. */
START_TEST(test_refusals)
{
	for (int h = 0; h <= INSPECCION_HALLAZGO_COUNT; h++) {
		const struct rechazo_info *r = rechazo_info((enum inspeccion_hallazgo)h);
		const char *const texts[] = {r->detail.es, r->detail.en, r->que_hacer.es, r->que_hacer.en};

		for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
			ck_assert_msg(strlen(texts[i]) > 20 && texts[i][strlen(texts[i]) - 1] == '.', "%d: %s", h, texts[i]);
			ck_assert_ptr_null(strchr(texts[i], '_'));
		}
		ck_assert_str_ne(r->detail.es, r->detail.en);
	}
	ck_assert_ptr_nonnull(strstr(rechazo_info(INSPECCION_CIFRADO)->que_hacer.es, "sin contraseña"));
	ck_assert_ptr_nonnull(strstr(rechazo_info(INSPECCION_CIFRADO)->que_hacer.en, "without a password"));
	ck_assert_ptr_eq(rechazo_info(INSPECCION_VIRUS), rechazo_info(INSPECCION_ILEGIBLE));
	ck_assert_ptr_ne(rechazo_info(INSPECCION_TIEMPO), rechazo_info(INSPECCION_ILEGIBLE));
}
END_TEST

int main(void)
{
	Suite *s = suite_create("analisis");
	TCase *t = tcase_create("analisis");
	SRunner *r;
	int failed;

	hash_init();
	xmlInitParser();
	tcase_set_timeout(t, 120);
	tcase_add_test(t, test_pdf);
	tcase_add_test(t, test_magic);
	tcase_add_test(t, test_encrypted);
	tcase_add_test(t, test_fingerprint);
	tcase_add_test(t, test_same_instrument);
	tcase_add_test(t, test_utf16);
	tcase_add_test(t, test_bad_main_part);
	tcase_add_test(t, test_xml_too_much);
	tcase_add_test(t, test_zip_bomb);
	tcase_add_test(t, test_big_index);
	tcase_add_test(t, test_truncated);
	tcase_add_test(t, test_bit_rot);
	tcase_add_test(t, test_macros);
	tcase_add_test(t, test_other_packages);
	tcase_add_test(t, test_bad_index);
	tcase_add_test(t, test_paths);
	tcase_add_test(t, test_polyglot);
	tcase_add_test(t, test_media_types);
	tcase_add_test(t, test_refusals);
	suite_add_tcase(s, t);
	r = srunner_create(s);
	srunner_run_all(r, CK_NORMAL);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
