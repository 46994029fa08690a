/* Is the letter signed: judged on pages that are made here; no tool runs. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "services/oficio.h"

#define PAGINAS 4

static struct arena *arena;
static struct pagina_leida paginas[PAGINAS];
static struct linea_leida lineas[PAGINAS][4];
static struct marca_leida marcas[PAGINAS][2];
static struct lectura_copia copia;

/* n pages that were read well, with one line each at mid-height. */
static void pages(size_t n)
{
	memset(paginas, 0, sizeof paginas);
	copia = (struct lectura_copia){.paginas = paginas, .n = n, .total = (int)n};
	for (size_t i = 0; i < n; i++) {
		lineas[i][0] = (struct linea_leida){
			.texto = "Por este conducto solicito atentamente se emita el dictamen", .y0 = 5000, .y1 = 5150};
		paginas[i] = (struct pagina_leida){.numero = (int)i + 1,
			.origen = PAGINA_IMAGEN,
			.medida = true,
			.confianza = 93,
			.palabras = 40,
			.lineas = lineas[i],
			.n_lineas = 1,
			.marcas = marcas[i]};
	}
}

static void line(size_t pagina, const char *texto, int y)
{
	lineas[pagina][paginas[pagina].n_lineas++] = (struct linea_leida){.texto = texto, .y0 = y, .y1 = y + 150};
}

static void stroke(size_t pagina, int y0, int y1)
{
	marcas[pagina][paginas[pagina].n_marcas++] = (struct marca_leida){.x0 = 3000, .x1 = 5000, .y0 = y0, .y1 = y1};
}

static struct oficio_firma judge(void)
{
	struct oficio_firma f;
	oficio_juzgar(&copia, arena, &f);
	ck_assert_ptr_nonnull(f.detalle);
	return f;
}

static void setup(void)
{
	arena = arena_create((size_t)1 << 20);
	pages(1);
}

static void teardown(void)
{
	arena_destroy(arena);
}

static const struct {
	const char *texto;
	bool cierra;
} cierres[] = {
	{"Atentamente", true},
	{"ATENTAMENTE,", true},
	{"A T E N T A M E N T E", true},
	{"A T E N T A M F N T E", true},
	{"Atentarnente", true},
	{"SUFRAGIO EFECTIVO. NO REELECCIÓN.", true},
	{"Protesto lo necesario", true},
	{"Respetuosamente", true},
	{"Saludos cordiales.", true},
	{"Solicito atentamente se emita", false},
	{"Cordialmente invito a usted a la ceremonia", false},
	{"P R E S E N T E", false},
};

/* Without closing words it is not known what the strokes are. */
START_TEST(test_cierres)
{
	line(0, cierres[_i].texto, 6000);
	stroke(0, 6300, 6900);
	const struct oficio_firma f = judge();
	ck_assert_int_eq(f.resultado, cierres[_i].cierra ? OFICIO_FIRMA_HALLADA : OFICIO_FIRMA_NO_SE_SABE);
	ck_assert_int_eq(f.pagina, 1);
	ck_assert_int_eq(strstr(f.detalle, cierres[_i].texto) != NULL, cierres[_i].cierra);
}
END_TEST

/* Letterhead, frame and foot are no signature; one that crosses the closing words is. */
START_TEST(test_donde)
{
	static const struct {
		int y0, y1;
		enum oficio_resultado r;
	} casos[] = {
		{500, 1500, OFICIO_FIRMA_NO_HALLADA},
		{300, 9700, OFICIO_FIRMA_NO_HALLADA},
		{9200, 9600, OFICIO_FIRMA_NO_HALLADA},
		{5800, 6400, OFICIO_FIRMA_HALLADA},
		{8000, 8600, OFICIO_FIRMA_HALLADA},
	};
	for (size_t i = 0; i < sizeof casos / sizeof *casos; i++) {
		pages(1);
		line(0, "Atentamente", 6000);
		stroke(0, casos[i].y0, casos[i].y1);
		ck_assert_msg(judge().resultado == casos[i].r, "%d–%d", casos[i].y0, casos[i].y1);
	}
}
END_TEST

/* The closing words stand on the first sheet, the hand on the second; strokes of a sheet before the closing are none. */
START_TEST(test_paginas)
{
	pages(2);
	line(0, "Atentamente", 9000);
	stroke(1, 800, 1400);
	ck_assert_int_eq(judge().pagina, 2);
	pages(2);
	stroke(0, 6000, 6600);
	line(1, "Atentamente", 3000);
	const struct oficio_firma f = judge();
	ck_assert(f.resultado == OFICIO_FIRMA_NO_HALLADA && f.pagina == 2);
}
END_TEST

/* What was not looked at is never said to be missing. */
START_TEST(test_no_visto)
{
	line(0, "Atentamente", 6000);
	ck_assert_int_eq(judge().resultado, OFICIO_FIRMA_NO_HALLADA);
	paginas[0].confianza = 40;
	ck_assert_int_eq(judge().resultado, OFICIO_FIRMA_NO_SE_SABE);
	paginas[0].confianza = 93;
	paginas[0].motivo = MOTIVO_TIEMPO;
	ck_assert_int_eq(judge().resultado, OFICIO_FIRMA_NO_SE_SABE);
	paginas[0].motivo = MOTIVO_NINGUNO;
	paginas[0].medida = false;
	ck_assert_int_eq(judge().resultado, OFICIO_FIRMA_NO_SE_SABE);
	pages(3);
	copia.total = 9;
	ck_assert_int_eq(judge().resultado, OFICIO_FIRMA_NO_SE_SABE);
	pages(1);
	paginas[0].palabras = 0;
	ck_assert_int_eq(judge().resultado, OFICIO_FIRMA_NO_SE_SABE);
	pages(0);
	ck_assert_int_eq(judge().resultado, OFICIO_FIRMA_NO_SE_SABE);
	pages(1); /* nothing drawn, no closing words, everything looked at */
	ck_assert_int_eq(judge().resultado, OFICIO_FIRMA_NO_HALLADA);
}
END_TEST

START_TEST(test_que_se_mira)
{
	struct parrafo p = {.texto = "Por este conducto solicito se emita el dictamen de procedencia."};
	struct informe_firma firma = {.cubre_todo = true};
	struct informe i = {.n_paginas = 1, .texto = {.parrafos = &p, .n = 1}};
	ck_assert(oficio_pide_mirar(&i));
	i.firmas = &firma;
	i.n_firmas = 1;
	ck_assert(!oficio_pide_mirar(&i));
	p.texto = "Recibido";
	ck_assert(oficio_pide_mirar(&i)); /* a scan with a signature: it must be read all the same */
	i.n_paginas = 0;
	ck_assert(!oficio_pide_mirar(&i));
	ck_assert_str_eq(oficio_resultado_slug(OFICIO_FIRMA_NO_SE_SABE), "no_se_sabe");
}
END_TEST

int main(void)
{
	Suite *s = suite_create("oficio");
	TCase *t = tcase_create("oficio");
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_loop_test(t, test_cierres, 0, (int)(sizeof cierres / sizeof *cierres));
	tcase_add_test(t, test_donde);
	tcase_add_test(t, test_paginas);
	tcase_add_test(t, test_no_visto);
	tcase_add_test(t, test_que_se_mira);
	suite_add_tcase(s, t);
	SRunner *r = srunner_create(s);
	srunner_run_all(r, CK_NORMAL);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
