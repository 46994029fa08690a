/* What a report says: the parsers of Word texts and images in this process, the wire between child and parent, and the whole through the cages. */
#include "documents/informe.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <qpdf/qpdf-c.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/fecha.h"
#include "unit/documents/fabrica.h"
#include "unit/documents/fabrica_pdf.h"
#include "unit/documents/prueba_informe.h"

static char inspector[4096], lanzador[4096];

static void set_up(void)
{
	const char *bin = getenv("DICTAMEN_BIN");
	char self[2048] = "";

	if (bin == NULL) {
		const ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
		char *slash = n > 0 ? strrchr(self, '/') : NULL;

		if (slash != NULL)
			*slash = '\0';
		bin = self;
	}
	snprintf(inspector, sizeof inspector, "%s/dictamen-inspector", bin);
	snprintf(lanzador, sizeof lanzador, "%s/dictamen-jaula", bin);
	arena = arena_create(128u << 20);
	ck_assert_ptr_nonnull(arena);
}

static void tear_down(void)
{
	arena_destroy(arena);
}

static struct informe de_docx(struct buf *b)
{
	struct docx_lectura l;
	struct inspeccion x;
	struct obra o;

	docx_lectura_init(&l, arena);
	obra_init(&o, arena);
	documento_analizar((const uint8_t *)b->data, b->len, DOCUMENTO_DOCX, paquete_analizar, &l, &x);
	ck_assert_int_eq(x.hallazgo, INSPECCION_NINGUNO);
	docx_detallar((const uint8_t *)b->data, b->len, &l, &o);
	docx_lectura_free(&l);
	buf_free(b);
	return por_el_cable(&o, DOCUMENTO_DOCX);
}

/* --- Word ------------------------------------------------------------------------------------------------------------------- */

#define REL_W "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define RELS_W(x) "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">" x "</Relationships>"
#define REL_DE(tipo, target, mas) "<Relationship Id=\"r\" Type=\"" REL_W "/" tipo "\" Target=\"" target "\" " mas "/>"

static struct informe word(const char *cuerpo, const char *rels, const char *nombre, const char *parte)
{
	const struct parte partes[] = {{.name = "[Content_Types].xml", .data = TIPOS_DE(TIPO_DOCX, "")},
		{.name = "_rels/.rels", .data = RELS_DE("word/document.xml", "")}, {.name = "word/document.xml", .data = cuerpo},
		{.name = "word/_rels/document.xml.rels", .data = rels}, {.name = nombre, .data = parte}};
	struct buf b = zip_de(partes, nombre ? 5 : rels ? 4 : 3);

	return de_docx(&b);
}

START_TEST(test_docx_marks)
{
	const struct informe i =
		word(CUERPO(P("Uno") "<w:p/>" P(
			     "Dos") "<w:p><w:pPr><w:pPrChange w:author=\"Ana\"><w:pPr><w:pStyle w:val=\"x\"/></w:pPr></w:pPrChange></w:pPr>"
				    "<w:moveFrom w:author=\"Ana\"><w:r><w:t>nunca</w:t></w:r></w:moveFrom><w:ins "
				    "w:author=\"Ana\"><w:r><w:t>Tres</w:t></w:r></w:ins></w:p>"
				    "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>oculto</w:t></w:r><w:del "
				    "w:author=\"Luis\"><w:r><w:delText>x</w:delText></w:r></w:del></w:p>"),
			NULL, NULL, NULL);
	const struct informe_hallazgo *h = debe(&i, HALLAZGO_CONTROL_DE_CAMBIOS);

	ck_assert_uint_eq(i.texto.n, 4);
	ck_assert_str_eq(i.texto.parrafos[2].texto, "Tres");
	ck_assert(h->parrafo == 3 && strcmp(h->pasaje, "Tres") == 0);
	ck_assert_str_eq(h->detalle, "1 inserción, 1 eliminación, 1 cambio de formato de Ana");
	ck_assert_uint_eq(i.n_autores, 2);
	ck_assert_int_eq(i.autores[1].eliminaciones, 1);
	ck_assert_int_eq(debe(&i, HALLAZGO_TEXTO_OCULTO)->parrafo, 4);
}
END_TEST

#define NUM_P(nivel, texto) \
	"<w:p><w:pPr><w:numPr><w:ilvl w:val=\"" nivel "\"/><w:numId w:val=\"7\"/></w:numPr></w:pPr><w:r><w:t>" texto "</w:t></w:r></w:p>"

START_TEST(test_docx_structure)
{
	static const char estilos[] =
		"<w:styles xmlns:w=\"" W_NS "\"><w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val=\"es-MX\"/></w:rPr></w:rPrDefault>"
		"</w:docDefaults><w:style w:styleId=\"Ttulo1\"><w:name w:val=\"heading 1\"/></w:style>"
		"<w:style w:styleId=\"Clausula\"><w:name w:val=\"Clausula\"/><w:basedOn w:val=\"Ttulo1\"/></w:style></w:styles>";
	static const char listas[] =
		"<w:numbering xmlns:w=\"" W_NS
		"\"><w:abstractNum w:abstractNumId=\"3\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"upperRoman\"/>"
		"<w:lvlText w:val=\"%1.-\"/></w:lvl><w:lvl w:ilvl=\"1\"><w:start w:val=\"1\"/><w:numFmt w:val=\"lowerLetter\"/><w:lvlText "
		"w:val=\"%1.%2)\"/></w:lvl>"
		"</w:abstractNum><w:num w:numId=\"7\"><w:abstractNumId w:val=\"3\"/></w:num></w:numbering>";
	static const char ajustes[] =
		"<w:settings xmlns:w=\"" W_NS "\"><w:documentProtection w:edit=\"readOnly\" w:enforcement=\"1\"/></w:settings>";
	const struct parte partes[] = {{.name = "[Content_Types].xml", .data = TIPOS_DE(TIPO_DOCX, "")},
		{.name = "_rels/.rels", .data = RELS_DE("word/document.xml", "")},
		{.name = "word/document.xml",
			.data = CUERPO("<w:p><w:pPr><w:pStyle w:val=\"Clausula\"/></w:pPr><w:r><w:t>OBJETO</w:t></w:r></w:p>" NUM_P(
				"0", "Uno") NUM_P("1", "Uno A") NUM_P("1", "Uno B") NUM_P("0", "Dos") NUM_P("1", "Dos A") P("Sin número"))},
		{.name = "word/_rels/document.xml.rels",
			.data = RELS_W(REL_DE("styles", "styles.xml", "") REL_DE("numbering", "/word/numbering.xml", "")
					REL_DE("settings", "settings.xml", ""))},
		{.name = "word/styles.xml", .data = estilos}, {.name = "word/numbering.xml", .data = listas},
		{.name = "word/settings.xml", .data = ajustes},
		{.name = "word/_rels/settings.xml.rels",
			.data = RELS_W(REL_DE("attachedTemplate", "https://malo.example/x.dotm", "TargetMode=\"External\""))}};
	static const char *const esperados[] = {"OBJETO", "I.- Uno", "I.a) Uno A", "I.b) Uno B", "II.- Dos", "II.a) Dos A", "Sin número"};
	struct buf b = zip_de(partes, sizeof partes / sizeof *partes);
	const struct informe i = de_docx(&b);

	ck_assert_uint_eq(i.texto.n, 7);
	for (size_t k = 0; k < 7; k++)
		ck_assert_str_eq(i.texto.parrafos[k].texto, esperados[k]);
	ck_assert(i.texto.parrafos[0].nivel == 1 && i.texto.parrafos[1].nivel == 0);
	ck_assert_str_eq(i.idioma_declarado, "es-MX");
	debe(&i, HALLAZGO_EDICION_RESTRINGIDA);
	ck_assert_str_eq(debe(&i, HALLAZGO_PLANTILLA_REMOTA)->detalle, "https://malo.example/x.dotm");
}
END_TEST

START_TEST(test_docx_elsewhere)
{
	struct informe i = word(CUERPO(P("Uno")), RELS_W(REL_DE("image", "http://x/y.png", "TargetMode=\"External\"")), NULL, NULL);

	debe(&i, HALLAZGO_VINCULO_EXTERNO);
	i = word(CUERPO(P("Uno")), RELS_W(REL_DE("hyperlink", "http://x/", "TargetMode=\"External\"")), NULL, NULL);
	ck_assert_uint_eq(i.n_hallazgos, 0);
	i = word(CUERPO(P("Uno")), RELS_W(REL_DE("oleObject", "embeddings/oleObject1.bin", "")), NULL, NULL);
	debe(&i, HALLAZGO_OBJETO_INCRUSTADO);
	/* parts that are bad beside a good text: said, and the text stays */
	i = word(CUERPO(P("Uno")), RELS_W(REL_DE("styles", "styles.xml", "")), "word/styles.xml",
		"<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><w:styles xmlns:w=\"" W_NS "\">&b;</w:styles>");
	debe(&i, HALLAZGO_INSPECCION_INCOMPLETA);
	ck_assert_uint_eq(i.texto.n, 1);
	i = word(CUERPO(P("Uno")), RELS_W(REL_DE("comments", "../../etc/passwd", "")), NULL, NULL);
	debe(&i, HALLAZGO_INSPECCION_INCOMPLETA);
}
END_TEST

/* --- images, polyglots --------------------------------------------------------------------------------------------------------- */

static struct informe de_imagen(const void *p, size_t n, enum documento_tipo tipo)
{
	struct obra o;

	obra_init(&o, arena);
	imagen_detallar(p, n, tipo, &o);
	return por_el_cable(&o, tipo);
}

START_TEST(test_images)
{
	static const char png[] = "\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\0\x04\0\0\0\x03\0\x08\0\0\0\0....";
	static const char bomb[] = "\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\xFF\xFF\xFF\0\xFF\xFF\xFF\x08\0\0\0\0....";
	static const char jpeg[] = "\xFF\xD8\xFF\xE0\0\4xx\xFF\xC4\0\3x\xFF\xC0\0\x11\x08\x03\0\x04\0\3xxxxxxx";
	static const char loop[] = "II*\0\x08\0\0\0\2\0\0\1\3\0\1\0\0\0\0\4\0\0\1\1\3\0\1\0\0\0\0\3\0\0\x08\0\0\0";
	struct informe i = de_imagen(png, sizeof png - 1, DOCUMENTO_PNG);

	ck_assert(i.ancho == 1024 && i.alto == 768 && i.n_hallazgos == 0);
	i = de_imagen(bomb, sizeof bomb - 1, DOCUMENTO_PNG);
	debe(&i, HALLAZGO_IMAGEN_DESMEDIDA);
	i = de_imagen(jpeg, sizeof jpeg - 1, DOCUMENTO_JPEG);
	ck_assert(i.ancho == 1024 && i.alto == 768);
	i = de_imagen(loop, sizeof loop - 1, DOCUMENTO_TIFF); /* its directory follows itself */
	ck_assert(i.ancho == 1024 && i.alto == 768 && i.total_paginas == 1000);
	for (size_t n = 8; n < sizeof jpeg - 1; n++)
		(void)de_imagen(jpeg, n, DOCUMENTO_JPEG);
	i = de_imagen(jpeg, 12, DOCUMENTO_JPEG);
	debe(&i, HALLAZGO_IMAGEN_ILEGIBLE);
}
END_TEST

START_TEST(test_polyglots)
{
	struct buf zip = docx_de(CUERPO(P("Uno")), 0), both = PDF_DE(PDF_RAIZ(""), PDF_PAGINAS, PDF_HOJA(""));
	static const char mz[] = "MZ....\n%PDF-1.4", png[] = "\x89PNG\r\n\x1A\n....%PDF-1.4";

	ck_assert_ptr_null(poliglota_find((const uint8_t *)both.data, both.len, DOCUMENTO_PDF));
	buf_append(&both, zip.data, zip.len);
	ck_assert_str_eq(poliglota_find((const uint8_t *)both.data, both.len, DOCUMENTO_PDF), "un archivo ZIP");
	ck_assert_ptr_null(poliglota_find((const uint8_t *)zip.data, zip.len, DOCUMENTO_DOCX));
	ck_assert_ptr_nonnull(poliglota_find((const uint8_t *)mz, sizeof mz - 1, DOCUMENTO_PDF));
	ck_assert_str_eq(poliglota_find((const uint8_t *)png, sizeof png - 1, DOCUMENTO_PNG), "un PDF");
	buf_free(&zip);
	buf_free(&both);
}
END_TEST

/* --- the wire ------------------------------------------------------------------------------------------------------------------ */

START_TEST(test_wire)
{
	struct obra o, back;
	struct buf b;

	obra_init(&o, arena);
	ck_assert_int_eq(obra_parrafo(&o, "  uno \t dos\xC2\xA0tres \n", 20, 2, 0), 1);
	ck_assert_int_eq(obra_parrafo(&o, " \n ", 3, 0, 0), 0);
	ck_assert_str_eq(o.i.texto.parrafos[0].texto, "uno dos tres");
	obra_hallazgo(&o, HALLAZGO_COMENTARIO, 0, 1,
		"a\nb\xE2\x80\xAE"
		"c\xFF",
		NULL);
	ck_assert_str_eq(o.i.hallazgos[0].pasaje, "a bc\xEF\xBF\xBD");
	buf_init(&b, OBRA_CABLE_MAX);
	obra_encode(&o, &b);
	obra_init(&back, arena);
	ck_assert(obra_decode((const uint8_t *)b.data, b.len, DOCUMENTO_DOCX, &back));
	/* text is no part of a PDF's answer: it comes from elsewhere */
	obra_init(&back, arena);
	ck_assert(!obra_decode((const uint8_t *)b.data, b.len, DOCUMENTO_PDF, &back));
	/* cut anywhere, or longer, it is not believed */
	for (size_t n = 0; n < b.len; n++) {
		obra_init(&back, arena);
		ck_assert(!obra_decode((const uint8_t *)b.data, n, DOCUMENTO_DOCX, &back));
	}
	buf_putc(&b, 0);
	obra_init(&back, arena);
	ck_assert(!obra_decode((const uint8_t *)b.data, b.len, DOCUMENTO_DOCX, &back));
	/* the reasons for a refusal are not the child's to give here */
	buf_reset(&b);
	o.i.hallazgos[0].codigo = HALLAZGO_VIRUS;
	obra_encode(&o, &b);
	obra_init(&back, arena);
	ck_assert(!obra_decode((const uint8_t *)b.data, b.len, DOCUMENTO_DOCX, &back));
	/* nor places that are not there */
	buf_reset(&b);
	o.i.hallazgos[0] = (struct informe_hallazgo){.codigo = HALLAZGO_COMENTARIO, .parrafo = 2};
	obra_encode(&o, &b);
	obra_init(&back, arena);
	ck_assert(!obra_decode((const uint8_t *)b.data, b.len, DOCUMENTO_DOCX, &back));
	buf_free(&b);
}
END_TEST

START_TEST(test_limits)
{
	struct obra o;
	char *big = calloc(1, INFORME_TEXTO_MAX + 1);

	ck_assert_ptr_nonnull(big);
	memset(big, 'x', INFORME_TEXTO_MAX);
	obra_init(&o, arena);
	ck_assert_int_eq(obra_parrafo(&o, big, INFORME_TEXTO_MAX, 0, 0), 1);
	ck_assert_int_eq(obra_parrafo(&o, big, 1, 0, 0), 0);
	ck_assert_int_eq(obra_parrafo(&o, big, 1, 0, 0), 0);
	ck_assert(o.i.n_hallazgos == 1 && o.i.hallazgos[0].codigo == HALLAZGO_TEXTO_RECORTADO);
	for (int k = 0; k < 2 * INFORME_HALLAZGOS_MAX; k++)
		obra_hallazgo(&o, HALLAZGO_COMENTARIO, 0, 1, big, NULL);
	ck_assert_uint_eq(o.i.n_hallazgos, INFORME_HALLAZGOS_MAX);
	ck_assert_uint_eq(strlen(o.i.hallazgos[1].pasaje), INFORME_CADENA_MAX);
	(void)por_el_cable(&o, DOCUMENTO_DOCX);
	free(big);
}
END_TEST

START_TEST(test_names)
{
	ck_assert(!informe_nombre_oculta("Oficio núm. 12 «final».pdf"));
	ck_assert(informe_nombre_oculta("a\nb.pdf") && informe_nombre_oculta("\xE2\x80\xAEgpj.pdf") &&
		informe_nombre_oculta("a\xE2\x80\x8F.pdf"));
	for (int h = 1; h < HALLAZGO_COUNT; h++) {
		const struct hallazgo_info *i = hallazgo_info((enum hallazgo)h);

		ck_assert(i->severidad >= SEVERIDAD_ALTA && *i->titulo && *i->por_que && *i->que_hacer);
		ck_assert_int_eq(vocabulario_find(&vocabulario_hallazgo, vocabulario_slug(&vocabulario_hallazgo, h)), h);
	}
}
END_TEST

/* --- the whole, through the cages ------------------------------------------------------------------------------------------------ */

static enum status entero(const struct informe_opciones *op, struct buf *b, const char *tipo, struct informe *out)
{
	const int fd = memfd_create("prueba", MFD_CLOEXEC);
	struct error err;
	enum status st;

	error_init(&err, arena);
	ck_assert_int_eq(write(fd, buf_str(b), b->len), (ssize_t)b->len);
	st = informe_run(op, fd, b->len, tipo, arena, out, &err);
	close(fd);
	buf_free(b);
	return st;
}

START_TEST(test_whole)
{
	const struct informe_opciones op = {.caja = {.inspector = inspector}, .lanzador = lanzador};
	struct buf b = PDF_DE(PDF_RAIZ(""), "<< /Type /Pages /Kids [3 0 R 6 0 R] /Count 2 /MediaBox [0 0 612 792] >>",
		PDF_HOJA("/Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >>"),
		"<< /Length 48 >>\nstream\nBT /F1 12 Tf 72 720 Td (El texto en la hoja) Tj ET \nendstream",
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>", PDF_HOJA(""));
	struct informe i;

	ck_assert_int_eq(entero(&op, &b, "application/pdf", &i), STATUS_OK);
	ck_assert(i.rechazo == INSPECCION_NINGUNO && i.tipo == DOCUMENTO_PDF && i.total_paginas == 2);
	ck_assert_uint_eq(i.texto.n, 1);
	ck_assert_str_eq(i.texto.parrafos[0].texto, "El texto en la hoja");
	ck_assert_int_eq(i.texto.parrafos[0].pagina, 1);
	ck_assert_str_eq(debe(&i, HALLAZGO_PAGINA_EN_BLANCO)->detalle, "página 2");
	b = docx_de(CUERPO(P("Las Partes acuerdan que la cooperación entre los municipios se hará con base en el presente acuerdo.")), 0);
	ck_assert_int_eq(entero(&op, &b, MEDIA_DOCX, &i), STATUS_OK);
	ck_assert(i.tiene_huella && i.texto.n == 1 && i.n_idiomas > 0 && strcmp(i.idiomas[0].codigo, "es") == 0);
	informe_declarar(&i, "application/pdf");
	ck_assert(i.rechazo == INSPECCION_TIPO_FALSO && !i.cabe_tipo);
	informe_declarar(&i, NULL);
	ck_assert(i.rechazo == INSPECCION_NINGUNO && i.cabe_tipo);
	b = docx_de("<x/>", 0);
	ck_assert_int_eq(entero(&op, &b, MEDIA_DOCX, &i), STATUS_OK);
	ck_assert(i.rechazo == INSPECCION_ILEGIBLE && i.n_hallazgos == 1 && i.hallazgos[0].codigo == HALLAZGO_ILEGIBLE);
	buf_init(&b, 10);
	ck_assert_int_eq(entero(&op, &b, MEDIA_DOCX, &i), STATUS_OK);
	ck_assert(i.rechazo == INSPECCION_VACIO && i.hallazgos[0].codigo == HALLAZGO_VACIO);
}
END_TEST

/* What `qpdf --encrypt <user> <owner> 256` writes. */
static struct buf cifrado(const char *user)
{
	struct buf plain = PDF_DE(PDF_RAIZ(""), PDF_PAGINAS, PDF_HOJA("")), out;
	qpdf_data q = qpdf_init();

	ck_assert_int_eq(qpdf_read_memory(q, "claro", plain.data, plain.len, NULL), QPDF_SUCCESS);
	ck_assert_int_eq(qpdf_init_write_memory(q), QPDF_SUCCESS);
	qpdf_set_r6_encryption_parameters2(q, user, "del dueño", 1, 0, 0, 0, 0, 0, qpdf_r3p_none, 1);
	ck_assert_int_eq(qpdf_write(q), QPDF_SUCCESS);
	buf_init(&out, 1u << 20);
	buf_append(&out, (const char *)qpdf_get_buffer(q), qpdf_get_buffer_length(q));
	qpdf_cleanup(&q);
	buf_free(&plain);
	return out;
}

/* A password to open it: refused, as a Word text is. A password to change it only: taken, and said. */
START_TEST(test_encrypted_pdf)
{
	const struct informe_opciones op = {.caja = {.inspector = inspector}, .lanzador = lanzador};
	struct buf b = cifrado("secreta");
	struct informe i;

	ck_assert_int_eq(entero(&op, &b, "application/pdf", &i), STATUS_OK);
	ck_assert(i.rechazo == INSPECCION_CIFRADO && i.tipo == DOCUMENTO_PDF && i.cabe_tipo && i.cifrado);
	ck_assert(i.n_hallazgos == 1 && i.hallazgos[0].codigo == HALLAZGO_PDF_CON_CONTRASENA && i.texto.n == 0);
	/* one that was taken when the finding refused nothing */
	i.rechazo = INSPECCION_NINGUNO;
	informe_declarar(&i, "application/pdf");
	ck_assert(i.rechazo == INSPECCION_CIFRADO && i.cabe_tipo);
	informe_declarar(&i, MEDIA_DOCX);
	ck_assert_int_eq(i.rechazo, INSPECCION_TIPO_FALSO);
	b = cifrado("");
	ck_assert_int_eq(entero(&op, &b, "application/pdf", &i), STATUS_OK);
	ck_assert(i.rechazo == INSPECCION_NINGUNO && i.cifrado && i.total_paginas == 1);
	(void)debe(&i, HALLAZGO_PDF_RESTRINGIDO);
	ck_assert_ptr_null(hallar(&i, HALLAZGO_PDF_CON_CONTRASENA));
}
END_TEST

/* An expansion without end in a page: the second part dies of its CPU limit, the first stands. */
START_TEST(test_bomb_in_pdf)
{
	const struct informe_opciones op = {
		.caja = {.inspector = inspector, .plazo_ms = 30000, .cpu_s = 2}, .lanzador = lanzador, .texto_ms = 3000};
	struct buf b, many;
	struct informe i;
	const int64_t start = reloj_mono_ns();

	/* a thousand pages that all paint the same 2000 forms, nested five deep */
	buf_init(&many, 1u << 20);
	for (int k = 0; k < 2000; k++)
		buf_puts(&many, "/X Do ");
	BUF_AUTO form, kids;
	buf_init(&form, 1u << 20);
	buf_init(&kids, 1u << 20);
	for (int k = 0; k < 1000; k++)
		buf_puts(&kids, "3 0 R ");
	buf_printf(&form,
		"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 4 0 R >> >> /Length %zu "
		">>\nstream\n%s\nendstream",
		many.len, buf_str(&many));
	BUF_AUTO pages;
	buf_init(&pages, 1u << 20);
	buf_printf(&pages, "<< /Type /Pages /Kids [%s] /Count 1000 /MediaBox [0 0 612 792] >>", buf_str(&kids));
	b = PDF_DE(PDF_RAIZ(""), buf_str(&pages), PDF_HOJA("/Contents 4 0 R /Resources << /XObject << /X 4 0 R >> >>"), buf_str(&form));
	ck_assert_int_eq(entero(&op, &b, "application/pdf", &i), STATUS_OK);
	ck_assert_str_eq(inspeccion_hallazgo_name(i.rechazo), "ninguno");
	(void)debe(&i, HALLAZGO_INSPECCION_INCOMPLETA);
	ck_assert(reloj_mono_ns() - start < INT64_C(60000000000));
	buf_free(&many);
}
END_TEST

/* --- antivirus --------------------------------------------------------------------------------------------------------------------- */

/* A clamd that takes one document and gives the answer that it was told to; it says "INFECTED" itself when it saw the word. */
struct falso_clamd {
	int fd;
	const char *answer;
	size_t seen;
	bool well_formed;
};

static bool read_all(int fd, void *p, size_t n)
{
	return recv(fd, p, n, MSG_WAITALL) == (ssize_t)n;
}

static void *serve(void *arg)
{
	struct falso_clamd *c = arg;
	const int s = accept(c->fd, NULL, NULL);
	char command[10], chunk[65536];
	uint32_t n = 1;

	c->well_formed = read_all(s, command, 10) && memcmp(command, "zINSTREAM", 10) == 0;
	while (c->well_formed && read_all(s, &n, 4) && (n = ntohl(n)) > 0) {
		c->well_formed = n <= sizeof chunk && read_all(s, chunk, n);
		c->seen += n;
	}
	if (c->answer != NULL)
		(void)!send(s, c->answer, strlen(c->answer) + 1, MSG_NOSIGNAL);
	close(s);
	return NULL;
}

static enum status con_clamd(const char *answer, size_t size, struct informe *out)
{
	struct sockaddr_un a = {.sun_family = AF_UNIX};
	struct falso_clamd c = {.fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0), .answer = answer};
	const struct informe_opciones op = {.caja = {.inspector = inspector}, .lanzador = lanzador, .clamd = a.sun_path};
	pthread_t thread;
	struct buf b;
	enum status st;

	snprintf(a.sun_path, sizeof a.sun_path, "/tmp/dictamen-clamd-%d", (int)getpid());
	unlink(a.sun_path);
	ck_assert_int_eq(bind(c.fd, (struct sockaddr *)&a, sizeof a), 0);
	ck_assert_int_eq(listen(c.fd, 1), 0);
	ck_assert_int_eq(pthread_create(&thread, NULL, serve, &c), 0);
	buf_init(&b, 1u << 20);
	while (b.len < size)
		buf_puts(&b, "texto llano ");
	const size_t n = b.len;
	st = entero(&op, &b, "text/plain", out);
	pthread_join(thread, NULL);
	ck_assert(c.well_formed && c.seen == n);
	close(c.fd);
	unlink(a.sun_path);
	return st;
}

START_TEST(test_antivirus)
{
	struct informe i;

	ck_assert_int_eq(con_clamd("stream: OK", 10, &i), STATUS_OK);
	ck_assert_int_eq(i.rechazo, INSPECCION_NINGUNO);
	ck_assert_int_eq(con_clamd("stream: OK", 200000, &i), STATUS_OK);
	ck_assert_int_eq(con_clamd("stream: Eicar-Test-Signature FOUND", 10, &i), STATUS_OK);
	ck_assert(i.rechazo == INSPECCION_VIRUS && i.hallazgos[0].codigo == HALLAZGO_VIRUS);
	ck_assert_str_eq(i.hallazgos[0].detalle, "Eicar-Test-Signature");
	ck_assert_int_eq(con_clamd("INSTREAM size limit exceeded. ERROR", 10, &i), STATUS_UNAVAILABLE);
	ck_assert_int_eq(con_clamd("stream: OK and more", 10, &i), STATUS_UNAVAILABLE);
	ck_assert_int_eq(con_clamd(NULL, 10, &i), STATUS_UNAVAILABLE);
	ck_assert(informe_clamd_valid("127.0.0.1:3310") && informe_clamd_valid("[::1]:3310") && informe_clamd_valid("/run/clamd.sock"));
	ck_assert(!informe_clamd_valid("10.0.0.1:3310") && !informe_clamd_valid("clamd:3310") && !informe_clamd_valid("127.0.0.1:x"));
}
END_TEST

int main(void)
{
	Suite *s = suite_create("informe");
	TCase *t = tcase_create("informe");
	SRunner *r;
	int failed;

	hash_init();
	tcase_set_timeout(t, 180);
	tcase_add_checked_fixture(t, set_up, tear_down);
	tcase_add_test(t, test_docx_marks);
	tcase_add_test(t, test_docx_structure);
	tcase_add_test(t, test_docx_elsewhere);
	tcase_add_test(t, test_images);
	tcase_add_test(t, test_polyglots);
	tcase_add_test(t, test_wire);
	tcase_add_test(t, test_limits);
	tcase_add_test(t, test_names);
	tcase_add_test(t, test_whole);
	tcase_add_test(t, test_encrypted_pdf);
	tcase_add_test(t, test_bomb_in_pdf);
	tcase_add_test(t, test_antivirus);
	suite_add_tcase(s, t);
	r = srunner_create(s);
	srunner_run_all(r, CK_NORMAL);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
