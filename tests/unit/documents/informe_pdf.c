/* What a report says about a PDF: libqpdf in this process, without the cage. */
#include <check.h>
#include <stdlib.h>

#include "base/fecha.h"
#include "documents/pdf_texto.h"
#include "unit/documents/fabrica_pdf.h"
#include "unit/documents/prueba_informe.h"

static void set_up(void)
{
	arena = arena_create(128u << 20);
	ck_assert_ptr_nonnull(arena);
}

static void tear_down(void)
{
	arena_destroy(arena);
}

static struct informe de_pdf(struct buf *b)
{
	struct obra o;

	obra_init(&o, arena);
	pdf_detallar((const uint8_t *)b->data, b->len, &o);
	buf_free(b);
	return por_el_cable(&o, DOCUMENTO_PDF);
}

/* --- PDF -------------------------------------------------------------------------------------------------------------------- */

START_TEST(test_pdf_clean)
{
	struct buf b = PDF_DE(PDF_RAIZ("/OpenAction [3 0 R /Fit]"), PDF_PAGINAS, PDF_HOJA("/Rotate 90"));
	const struct informe i = de_pdf(&b);

	ck_assert_int_eq(i.total_paginas, 1);
	ck_assert_uint_eq(i.n_paginas, 1);
	ck_assert_uint_eq(i.n_hallazgos, 0);
	ck_assert(i.paginas[0].ancho == 279 && i.paginas[0].alto == 216 && i.paginas[0].imagen == 0);
}
END_TEST

/* Everything that acts, wherever it hides: in the catalog, in an annotation, in a direct object, behind another generation. */
static const struct caso_pdf {
	const char *raiz, *hoja, *otro;
	enum hallazgo hallazgo;
	int pagina;
} casos_pdf[] = {
	{PDF_RAIZ("/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"), PDF_HOJA(""), NULL, HALLAZGO_JAVASCRIPT, 0},
	{PDF_RAIZ("/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"), PDF_HOJA(""), NULL, HALLAZGO_ACCION_AL_ABRIR, 0},
	{PDF_RAIZ("/OpenAction << /S /Launch /F (cmd.exe) >>"), PDF_HOJA(""), NULL, HALLAZGO_LANZA_PROGRAMA, 0},
	{PDF_RAIZ("/Names << /JavaScript << /Names [(x) 4 0 R] >> >>"), PDF_HOJA(""), "<< /S /JavaScript /JS (x) >>", HALLAZGO_JAVASCRIPT,
		0},
	{PDF_RAIZ(""), PDF_HOJA("/Annots [<< /Subtype /Link /A << /S /Launch /F (x) >> >>]"), NULL, HALLAZGO_LANZA_PROGRAMA, 1},
	{PDF_RAIZ(""), PDF_HOJA("/Annots [4 0 R]"), "<< /Subtype /Link /A << /S /JavaScript /JS (x) >> >>", HALLAZGO_JAVASCRIPT, 1},
	{PDF_RAIZ(""), PDF_HOJA("/AA << /O << /S /GoTo /D [3 0 R /Fit] >> >>"), NULL, HALLAZGO_ACCION_AUTOMATICA, 1},
	{PDF_RAIZ("/Names << /EmbeddedFiles << /Names [(a.exe) 4 0 R] >> >>"), PDF_HOJA(""),
		"<< /Type /Filespec /F (a.exe) /UF (a.exe) /EF << /F 2 0 R >> >>", HALLAZGO_ARCHIVO_INCRUSTADO, 0},
	{PDF_RAIZ(""), PDF_HOJA("/Annots [<< /Subtype /RichMedia >>]"), NULL, HALLAZGO_MULTIMEDIA, 1},
	{PDF_RAIZ("/AcroForm << /XFA (x) /Fields [] >>"), PDF_HOJA(""), NULL, HALLAZGO_FORMULARIO_XFA, 0},
	{PDF_RAIZ("/AcroForm << /Fields [4 0 R] >>"), PDF_HOJA(""), "<< /FT /Tx /T (nombre) >>", HALLAZGO_FORMULARIO, 0},
	{PDF_RAIZ("/AcroForm << /Fields [] >>"), PDF_HOJA("/Annots [<< /A << /S /SubmitForm /F (http://x) >> >>]"), NULL,
		HALLAZGO_ENVIA_DATOS, 1},
	{PDF_RAIZ(""), PDF_HOJA("/Resources << /Font << /F1 4 0 R >> >>"), "<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>",
		HALLAZGO_FUENTE_NO_INCRUSTADA, 0},
	{PDF_RAIZ("/AcroForm << /Fields [4 0 R] >>"), PDF_HOJA(""),
		"<< /FT /Sig /V << /Type /Sig /Name (Ana) /ByteRange [0 10 20 30] >> >>", HALLAZGO_FIRMA_PARCIAL, 0},
};

START_TEST(test_pdf_active)
{
	const struct caso_pdf *c = &casos_pdf[_i];
	struct buf b = PDF_DE(c->raiz, PDF_PAGINAS, c->hoja, c->otro ? c->otro : "null");
	const struct informe i = de_pdf(&b);

	ck_assert_int_eq(debe(&i, c->hallazgo)->pagina, c->pagina);
}
END_TEST

/* The name as it is, whatever string was looked at before it; and none where there is none. */
START_TEST(test_pdf_signature_names)
{
	struct buf b = PDF_DE(PDF_RAIZ("/AcroForm << /Fields [4 0 R 5 0 R] >>"), PDF_PAGINAS, PDF_HOJA(""),
		"<< /FT /Sig /V << /Type /Sig /Reason (x) /Name (Ana Maria de los Angeles Ruiz) /M (D:20270101) /ByteRange [0 10 20 30] >> "
		">>",
		"<< /FT /Sig /V << /Type /Sig /Reason (una razon bastante mas larga que todo lo demas) /ByteRange [0 10 20 30] >> >>");
	const struct informe i = de_pdf(&b);
	const size_t con = i.n_firmas == 2 && i.firmas[0].nombre == NULL;

	ck_assert_uint_eq(i.n_firmas, 2);
	ck_assert_str_eq(i.firmas[con].nombre, "Ana Maria de los Angeles Ruiz");
	ck_assert_str_eq(i.firmas[con].fecha, "D:20270101");
	ck_assert_ptr_null(i.firmas[1 - con].nombre);
}
END_TEST

/* The trailer may claim that there are fewer objects. */
START_TEST(test_pdf_hidden)
{
	struct buf b = PDF_DE(PDF_RAIZ("/Names 4 0 R"), PDF_PAGINAS, PDF_HOJA(""), "<< /X << /Y [<< /S /Launch >>] >> >>");
	char *size = memmem(b.data, b.len, "/Size 5", 7);
	struct informe i;

	ck_assert_ptr_nonnull(size);
	size[6] = '2';
	i = de_pdf(&b);
	debe(&i, HALLAZGO_LANZA_PROGRAMA);
}
END_TEST

/* Object 4 gets generation 7, in its place and in the table. */
static struct buf con_generacion(const char *raiz)
{
	struct buf b = PDF_DE(raiz, PDF_PAGINAS, PDF_HOJA(""), "<< /S /Launch /F (cmd.exe) >>");
	char *object = memmem(b.data, b.len, "\n4 0 obj", 8), *table = memmem(b.data, b.len, "xref\n0 5\n", 9);

	ck_assert(object != NULL && table != NULL);
	object[3] = '7';
	table[9 + 4 * 20 + 15] = '7'; /* five lines of twenty bytes: ten digits, a blank, five digits */
	return b;
}

/* A number alone names no object: the generation belongs to it, and a reference to the wrong one must not hide the right one. */
static const struct caso_generacion {
	const char *raiz;
	bool hay;
} casos_generacion[] = {
	{PDF_RAIZ("/OpenAction 4 7 R"), true},
	{PDF_RAIZ("/OpenAction 4 0 R"), false},
	{PDF_RAIZ("/A [4 0 R 4 7 R]"), true},
	{PDF_RAIZ("/A [4 7 R 4 0 R]"), true},
	{PDF_RAIZ("/A [4 0 R 4 0 R 4 1 R 4 1 R 4 65535 R 4 7 R 4 7 R 4 1 R]"), true},
};

START_TEST(test_pdf_generations)
{
	const struct caso_generacion *c = &casos_generacion[_i];
	struct buf b = con_generacion(c->raiz);
	const struct informe i = de_pdf(&b);

	ck_assert_int_eq(hallar(&i, HALLAZGO_LANZA_PROGRAMA) != NULL, c->hay);
	ck_assert_ptr_null(hallar(&i, HALLAZGO_PDF_DANADO));
}
END_TEST

/* As many wrong ones as anybody likes: bounded, and said. */
START_TEST(test_pdf_many_generations)
{
	struct informe i;
	struct buf b;
	BUF_AUTO root;

	buf_init(&root, 1u << 20);
	buf_puts(&root, "<< /Type /Catalog /Pages 2 0 R /A [");
	for (int k = 0; k < 5000; k++)
		buf_printf(&root, "4 %d R ", k);
	buf_puts(&root, "] >>");
	b = con_generacion(buf_str(&root));
	i = de_pdf(&b);
	ck_assert_str_eq(debe(&i, HALLAZGO_INSPECCION_INCOMPLETA)->detalle, "demasiadas generaciones");
	(void)debe(&i, HALLAZGO_LANZA_PROGRAMA);
}
END_TEST

START_TEST(test_pdf_broken)
{
	struct buf b = PDF_DE(PDF_RAIZ(""), "<< /Type /Pages /Kids [2 0 R] /Count 1 >>", PDF_HOJA(""));
	struct informe i = de_pdf(&b);

	debe(&i, HALLAZGO_PDF_DANADO); /* a page tree that contains itself */
	b = PDF_DE(PDF_RAIZ(""), "<< /Type /Pages /Kids [] /Count 0 >>");
	i = de_pdf(&b);
	debe(&i, HALLAZGO_PDF_SIN_PAGINAS);
	b = PDF_DE("<< /Type /Catalog /Pages 2 0 R >>", PDF_PAGINAS, "<< /Type /Page /Parent 3 0 R >>");
	i = de_pdf(&b); /* a page that is its own parent: bounded */
	b = PDF_DE(PDF_RAIZ(""), PDF_PAGINAS, PDF_HOJA("/Contents 4 0 R /Resources << /XObject << /X 4 0 R >> >>"),
		"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 4 0 R >> >> /Length 12 >>\nstream\n/X Do /X "
		"Do \nendstream");
	i = de_pdf(&b); /* a form that paints itself, twice */
	ck_assert_int_eq(i.total_paginas, 1);
	b = PDF_DE(PDF_RAIZ(""), PDF_PAGINAS, PDF_HOJA(""));
	b.len -= 60; /* without its table */
	i = de_pdf(&b);
	ck_assert_uint_gt(i.n_hallazgos, 0);
}
END_TEST

START_TEST(test_pdf_many_pages)
{
	const int64_t start = reloj_mono_ns();
	struct buf b, kids;
	struct informe i;

	buf_init(&b, 16u << 20);
	buf_init(&kids, 16u << 20);
	buf_puts(&b, "%PDF-1.7\n1 0 obj\n" PDF_RAIZ("") "\nendobj\n");
	for (int k = 0; k < 10000; k++) {
		buf_printf(&b, "%d 0 obj\n" PDF_HOJA("") "\nendobj\n", k + 3);
		buf_printf(&kids, "%d 0 R ", k + 3);
	}
	buf_printf(&b, "2 0 obj\n<< /Type /Pages /Count 10000 /MediaBox [0 0 612 792] /Kids [%s] >>\nendobj\n", buf_str(&kids));
	buf_puts(&b, "trailer\n<< /Size 10003 /Root 1 0 R >>\nstartxref\n0\n%%EOF\n");
	buf_free(&kids);
	i = de_pdf(&b);
	ck_assert_int_eq(i.total_paginas, 10000);
	ck_assert_uint_eq(i.n_paginas, INFORME_PAGINAS_MAX);
	debe(&i, HALLAZGO_DEMASIADAS_PAGINAS);
	ck_assert(reloj_mono_ns() - start < INT64_C(60000000000));
}
END_TEST

/* A page that one image of 85 points per inch covers: a scan, and a bad one. */
START_TEST(test_pdf_scan)
{
	struct buf b = PDF_DE(PDF_RAIZ(""), PDF_PAGINAS, PDF_HOJA("/Contents 4 0 R /Resources << /XObject << /Im0 5 0 R >> >>"),
		"<< /Length 37 >>\nstream\nq 612 0 0 792 0 0 cm (Q Do) /Im0 Do Q\nendstream",
		"<< /Type /XObject /Subtype /Image /Width 722 /Height 935 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 "
		">>\nstream\nx\nendstream");
	const struct informe i = de_pdf(&b);

	ck_assert_int_eq(i.paginas[0].imagen, 100);
	ck_assert_int_eq(i.paginas[0].ppp, 84);
	ck_assert_int_eq(debe(&i, HALLAZGO_BAJA_RESOLUCION)->pagina, 1);
}
END_TEST

#define IMAGEN_DE(w, h) \
	"<< /Type /XObject /Subtype /Image /Width " w " /Height " h \
	" /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>\nstream\nx\nendstream"

/* What an image says of its size, painted on a page or not; the product of two numbers must not run over. */
static const struct caso_imagen {
	const char *imagen, *contenido;
	int pagina; /* of the finding; -1: none */
} casos_imagen[] = {
	{IMAGEN_DE("60000", "60000"), "/I Do", 1},
	{IMAGEN_DE("60000", "60000"), "     ", 0},
	{IMAGEN_DE("4000000000", "5000000000"), "/I Do", 1},
	{IMAGEN_DE("9223372036854775807", "9223372036854775807"), "/I Do", 1},
	{IMAGEN_DE("14000", "14000"), "/I Do", -1},
	{IMAGEN_DE("-60000", "60000"), "/I Do", -1},
	{IMAGEN_DE("0", "60000"), "/I Do", -1},
	{IMAGEN_DE("(60000)", "60000"), "/I Do", -1},
};

START_TEST(test_pdf_image_bomb)
{
	const struct caso_imagen *c = &casos_imagen[_i];
	const char *contenido = arena_printf(arena, "<< /Length 5 >>\nstream\n%s\nendstream", c->contenido);
	struct buf b = PDF_DE(
		PDF_RAIZ(""), PDF_PAGINAS, PDF_HOJA("/Contents 4 0 R /Resources << /XObject << /I 5 0 R >> >>"), contenido, c->imagen);
	const struct informe i = de_pdf(&b);
	const struct informe_hallazgo *h = hallar(&i, HALLAZGO_IMAGEN_DESMEDIDA);

	ck_assert_int_eq(h != NULL ? h->pagina : -1, c->pagina);
	ck_assert_int_eq(hallar(&i, HALLAZGO_INSPECCION_INCOMPLETA) != NULL, h != NULL);
	ck_assert_int_eq(i.total_paginas, 1);
}
END_TEST

/* Two images, none a bomb, that together take longer to expand than an inspection has: said, and the pages are measured all the same. */
START_TEST(test_pdf_large_images)
{
	const char *const una = IMAGEN_DE("14000", "14000"),
			  *const hoja = PDF_HOJA("/Contents 4 0 R /Resources << /XObject << /I 5 0 R >> >>"),
			  *const pinta = "<< /Length 5 >>\nstream\n/I Do\nendstream";
	struct buf b = PDF_DE(PDF_RAIZ(""), PDF_PAGINAS, hoja, pinta, una),
		   g = PDF_DE(PDF_RAIZ("/X 6 0 R"), PDF_PAGINAS, hoja, pinta, una, una);
	struct informe i = de_pdf(&b);

	ck_assert(!hallar(&i, HALLAZGO_INSPECCION_INCOMPLETA));
	i = de_pdf(&g);
	ck_assert(hallar(&i, HALLAZGO_INSPECCION_INCOMPLETA) && !hallar(&i, HALLAZGO_IMAGEN_DESMEDIDA));
	ck_assert_int_eq(i.total_paginas, 1);
	ck_assert_uint_eq(i.n_paginas, 1);
}
END_TEST

static void count_paints(void *ctx, const char *name, const double m[static 6])
{
	*(double *)ctx += m[0] * (strcmp(name, "A") == 0 ? 1 : 100);
}

START_TEST(test_pdf_contents)
{
	static const struct {
		const char *s;
		double sum;
	} cases[] = {
		{"/A Do", 1},
		{"q 2 0 0 2 0 0 cm /A Do Q /A Do", 3},
		{"q q 3 0 0 3 0 0 cm Q /A Do", 1},
		{"(/A Do) Tj <2F41> /A%x Do\nDo", 1},
		{"BI /W 1 ID /A Do\nEI /A Do", 1},
		{"/A 5 Do Do", 1},
		{"Q Q Q /A Do", 1},
		{"(\\) /A Do", 0},
		{"1 0 0 cm /A Do", 1},
	};
	static const double identity[6] = {1, 0, 0, 1, 0, 0};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		double sum = 0;

		pdf_contenido((const uint8_t *)cases[i].s, strlen(cases[i].s), identity, count_paints, &sum);
		ck_assert_msg(sum == cases[i].sum, "%s: %f", cases[i].s, sum);
	}
}
END_TEST

START_TEST(test_pdf_text)
{
	static const char s[] = "TÍTULO\nEl presente acuerdo se celebra entre las partes que\nse indican al margen y que firman.\nÚltima "
				"línea corta.\n\n\fdos\n\ncuatro\n\ftres\n";
	struct obra o;

	obra_init(&o, arena);
	o.i.total_paginas = 2;
	(void)obra_pagina(&o);
	(void)obra_pagina(&o);
	pdf_texto_partir(s, sizeof s - 1, &o);
	ck_assert_uint_eq(o.i.texto.n, 5);
	ck_assert_str_eq(o.i.texto.parrafos[0].texto, "TÍTULO");
	ck_assert_str_eq(
		o.i.texto.parrafos[1].texto, "El presente acuerdo se celebra entre las partes que se indican al margen y que firman.");
	ck_assert(o.i.texto.parrafos[3].pagina == 2 && o.i.paginas[1].caracteres == 9);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("informe_pdf");
	TCase *t = tcase_create("informe_pdf");
	SRunner *r;
	int failed;

	hash_init();
	tcase_set_timeout(t, 180);
	tcase_add_checked_fixture(t, set_up, tear_down);
	tcase_add_test(t, test_pdf_clean);
	tcase_add_loop_test(t, test_pdf_active, 0, (int)(sizeof casos_pdf / sizeof *casos_pdf));
	tcase_add_test(t, test_pdf_signature_names);
	tcase_add_test(t, test_pdf_hidden);
	tcase_add_loop_test(t, test_pdf_generations, 0, (int)(sizeof casos_generacion / sizeof *casos_generacion));
	tcase_add_test(t, test_pdf_many_generations);
	tcase_add_test(t, test_pdf_broken);
	tcase_add_test(t, test_pdf_many_pages);
	tcase_add_test(t, test_pdf_scan);
	tcase_add_loop_test(t, test_pdf_image_bomb, 0, (int)(sizeof casos_imagen / sizeof *casos_imagen));
	tcase_add_test(t, test_pdf_large_images);
	tcase_add_test(t, test_pdf_contents);
	tcase_add_test(t, test_pdf_text);
	suite_add_tcase(s, t);
	r = srunner_create(s);
	srunner_run_all(r, CK_NORMAL);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
