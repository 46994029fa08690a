/* The measuring of pages on images drawn here, and the record that crosses the cage. */
#include <check.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "documents/lectura.h"
#include "documents/raster.h"
#include "documents/tarea.h"

#define W 1700
#define H 2200

static uint8_t *pgm;

static void setup(void)
{
	pgm = malloc(17 + W * H);
	memcpy(pgm, "P5\n1700 2200\n255\n", 17);
	memset(pgm + 17, 235, W * H);
}

static void teardown(void)
{
	free(pgm);
}

static void ink(int x, int y, int w, int h, uint8_t gris)
{
	for (int j = y; j < y + h; j++)
		for (int i = x; i < x + w; i++)
			if (i >= 0 && j >= 0 && i < W && j < H)
				pgm[17 + (size_t)j * W + (size_t)i] = gris;
}

/* Lines of letter-like blocks that rise to the right by `grados`. */
static void lines(double grados, uint8_t gris)
{
	double t = tan(grados * 3.14159265358979 / 180);
	for (int y = 260; y < 1900; y += 44)
		for (int x = 250; x < 1450; x += 22)
			if ((x * 7 + y * 13) % 5)
				ink(x, (int)lround(y - x * t), 14, 20, gris);
}

static struct raster_medida measure(void)
{
	struct raster_medida m;
	uint8_t registro[RASTER_REGISTRO_LEN];
	struct raster_medida vuelta;
	ck_assert(raster_medir(pgm, 17 + W * H, 200, &m));
	raster_encode(&m, registro);
	ck_assert(raster_decode(registro, &vuelta));
	ck_assert_int_eq(vuelta.inclinacion, m.inclinacion);
	ck_assert_uint_eq(vuelta.tinta, m.tinta);
	ck_assert_uint_eq(vuelta.n_marcas, m.n_marcas);
	ck_assert_int_eq(memcmp(vuelta.escrito, m.escrito, sizeof m.escrito), 0);
	return m;
}

static const double angulos[] = {0, 0.3, -0.3, 1, -1.5, 2.2, -3, 4, -5.5};

START_TEST(test_inclinacion)
{
	lines(angulos[_i], 30);
	struct raster_medida m = measure();
	ck_assert_int_gt(m.firmeza, 0);
	ck_assert_int_le(abs(m.inclinacion - (int)lround(angulos[_i] * 100)), 12);
	ck_assert_uint_gt(m.tinta, 20000);
	ck_assert_int_ge(m.contraste, 180);
	ck_assert_int_eq(m.n_marcas, 0);
}
END_TEST

/* Turned, the lines lie level; a box given on the straight page is found where it was on the crooked one. */
START_TEST(test_enderezar)
{
	lines(angulos[_i], 30);
	struct raster_medida m = measure(), despues;
	BUF_AUTO out;
	buf_init(&out, 17 + W * H);
	ck_assert(raster_enderezar(pgm, 17 + W * H, m.inclinacion, &out));
	ck_assert_uint_eq(out.len, 17 + W * H);
	ck_assert(raster_medir((const uint8_t *)out.data, out.len, 200, &despues));
	ck_assert_int_gt(despues.firmeza, 0);
	ck_assert_int_le(abs(despues.inclinacion), 12);
	ck_assert(despues.fondo == 235 && despues.tinta > m.tinta * 9 / 10 && despues.tinta < m.tinta * 11 / 10);
	int x0 = 4990, y0 = 990, x1 = 5010, y1 = 1010;
	raster_torcer(&m, &x0, &y0, &x1, &y1);
	/* Above the middle, level with it after the turn: it was moved sideways, by the height over the middle. */
	const double corrido = (0.5 - 0.1) * H * tan(m.inclinacion / 100.0 * 3.14159265358979 / 180) / W * RASTER_UNIDAD;
	ck_assert_int_le(abs((x0 + x1) / 2 - (5000 - (int)lround(corrido))), 60);
	ck_assert_int_le(abs((y0 + y1) / 2 - 1000), 60);
}
END_TEST

START_TEST(test_enderezar_lo_que_no)
{
	BUF_AUTO out;
	buf_init(&out, 1000);
	ck_assert(!raster_enderezar(pgm, 17 + W * H, 100, &out) && out.failed); /* no room */
	buf_free(&out);
	buf_init(&out, 17 + W * H);
	ck_assert(!raster_enderezar(pgm, 17 + W * H, RASTER_INCLINACION_MAX + 1, &out));
	ck_assert(!raster_enderezar(pgm, 17 + W * H - 1, 100, &out));
	ck_assert(!raster_enderezar((const uint8_t *)"P6\n2 2\n255\n    ", 15, 100, &out) && out.len == 0);
	ck_assert(raster_enderezar((const uint8_t *)"P5\n1 1\n255\nx", 12, -100, &out)); /* too small to turn: paper */
	ck_assert_uint_eq(out.len, 12);
}
END_TEST

/* Through the cage, into a file: as large as the image and no larger, or nothing at all. */
START_TEST(test_enderezar_en_la_caja)
{
	ARENA_AUTO *a = arena_create((size_t)1 << 20);
	struct error err;
	enum tarea_fin fin;
	char programa[4096];
	snprintf(programa, sizeof programa, "%s/dictamen-inspector", getenv("DICTAMEN_BIN"));
	const struct inspeccion_opciones op = {.inspector = programa};
	int imagen = memfd_create("imagen", MFD_CLOEXEC), salida = memfd_create("derecha", MFD_CLOEXEC);
	ck_assert(imagen >= 0 && salida >= 0 && write(imagen, pgm, 17 + W * H) == 17 + W * H);
	struct tarea t = {.nombre = "derecha", .argumento = RASTER_INCLINACION_MAX + 200, .fd = imagen, .tamano = 17 + W * H};
	error_init(&err, a);
	ck_assert_int_eq(tarea_run_to(&op, &t, salida, 17 + W * H, &fin, &err), STATUS_OK);
	ck_assert(fin == TAREA_BIEN && lseek(salida, 0, SEEK_END) == 17 + W * H);
	ck_assert(ftruncate(salida, 0) == 0 && lseek(salida, 0, SEEK_SET) == 0);
	ck_assert_int_eq(tarea_run_to(&op, &t, salida, 1000, &fin, &err), STATUS_OK);
	ck_assert(fin == TAREA_MUERTA && lseek(salida, 0, SEEK_END) <= 1000);
	t.argumento = 2 * RASTER_INCLINACION_MAX + 1;
	ck_assert(tarea_run_to(&op, &t, salida, 17 + W * H, &fin, &err) == STATUS_OK && fin == TAREA_MUERTA);
	t.argumento = RASTER_INCLINACION_MAX;
	int cerrada = open("/proc/self/exe", O_RDONLY | O_CLOEXEC); /* cannot be written */
	ck_assert_int_eq(tarea_run_to(&op, &t, cerrada, 17 + W * H, &fin, &err), STATUS_INTERNAL);
	close(cerrada);
	close(imagen);
	close(salida);
}
END_TEST

/* A box of a corner of each quarter turn is where it should be, and a whole turn is the same image; what does not fit or is none is refused. */
START_TEST(test_girar)
{
	uint8_t p[] = "P5\n3 2\n255\nabcdef";
	static const char *const girada[] = {NULL, "P5\n2 3\n255\ndaebfc", "P5\n3 2\n255\nfedcba", "P5\n2 3\n255\ncfbead"};
	BUF_AUTO out;
	buf_init(&out, 40);
	for (unsigned k = 1; k <= 3; k++) {
		buf_reset(&out);
		ck_assert(raster_girar(p, sizeof p - 1, k, &out));
		ck_assert_str_eq(buf_str(&out), girada[k]);
	}
	buf_reset(&out);
	ck_assert(!raster_girar(p, sizeof p - 1, 0, &out) && !raster_girar(p, sizeof p - 1, 4, &out));
	ck_assert(!raster_girar(p, sizeof p - 2, 1, &out) && out.len == 0);
	buf_free(&out);
	buf_init(&out, 15);
	ck_assert(!raster_girar(p, sizeof p - 1, 1, &out));
}
END_TEST

/* Half of the lines are outside of what was read; rules and the sheet's edge are not written. */
START_TEST(test_fuera)
{
	struct raster_marca todo = {0, 0, RASTER_UNIDAD, RASTER_UNIDAD}, media = {0, 0, RASTER_UNIDAD, 5000};
	lines(0, 30);
	struct raster_medida m = measure();
	ck_assert_int_eq(raster_fuera(&m, NULL, 0), 100);
	ck_assert_int_eq(raster_fuera(&m, &todo, 1), 0);
	ck_assert_int_ge(raster_fuera(&m, &media, 1), 45);
	ck_assert_int_le(raster_fuera(&m, &media, 1), 55);
	const struct raster_medida antes = m;
	ink(250, 2000, 1200, 4, 20);
	ink(250, 2030, 1200, 4, 20);
	ink(0, 0, 60, H, 20);
	m = measure();
	ck_assert_int_eq(memcmp(antes.escrito, m.escrito, sizeof m.escrito), 0);
}
END_TEST

START_TEST(test_en_blanco)
{
	struct raster_medida m = measure();
	ck_assert(m.tinta == 0 && m.contraste == 0 && m.firmeza == 0 && m.inclinacion == 0 && m.n_marcas == 0);
	for (int k = 0; k < 4000; k++) /* dust */
		ink((k * 7919) % W, (k * 104729) % H, 1, 1, 90);
	ck_assert_uint_lt(measure().tinta, 120);
	ink(0, 0, 30, H, 10); /* the shadow of the lid */
	ck_assert_uint_lt(measure().tinta, 120);
}
END_TEST

START_TEST(test_contraste)
{
	lines(0, 160);
	ck_assert_int_lt(measure().contraste, 90);
}
END_TEST

/* A stroke over a third of the page, and a rule, which is none. */
START_TEST(test_trazos)
{
	lines(0, 30);
	for (int i = 0; i < 360; i++)
		ink(500 + i, (int)lround(2000 + 60 * sin(i / 23.0)), 5, 5, 40);
	ink(300, 2130, 900, 4, 20);
	struct raster_medida m = measure();
	ck_assert_int_eq(m.n_marcas, 1);
	ck_assert_int_ge(m.marcas[0].x0, 500 * RASTER_UNIDAD / W - 100);
	ck_assert_int_le(m.marcas[0].x1, 880 * RASTER_UNIDAD / W + 100);
	ck_assert_int_ge(m.marcas[0].y0, 1900 * RASTER_UNIDAD / H);
}
END_TEST

static const char *const cabezas[] = {"P5\n0 10\n255\n", "P5\n10 10\n65535\n", "P6\n10 10\n255\n", "P5\n20000 10\n255\n",
	"P5\n1700 9999\n255\n", "P5\n", "P5 x y z", "P5\n17 22"};

START_TEST(test_no_es_imagen)
{
	struct raster_medida m;
	memcpy(pgm, cabezas[_i], strlen(cabezas[_i]) + 1);
	ck_assert(!raster_medir(pgm, 4000, 200, &m));
	ck_assert(!raster_medir(pgm, 3, 200, &m));
}
END_TEST

/* The sender may be the enemy: no byte of it that could not be is taken. */
START_TEST(test_registro_falso)
{
	struct raster_medida m, vuelta;
	uint8_t bueno[RASTER_REGISTRO_LEN], malo[RASTER_REGISTRO_LEN];
	lines(1, 30);
	for (int i = 0; i < 360; i++)
		ink(500 + i, (int)lround(2000 + 60 * sin(i / 23.0)), 5, 5, 40);
	ck_assert(raster_medir(pgm, 17 + W * H, 200, &m) && m.n_marcas == 1);
	raster_encode(&m, bueno);
	static const struct {
		size_t en;
		uint8_t v;
	} cambios[] = {{0, 'X'}, {7, 1}, {11, 1}, {17, 9}, {19, 0x20}, {20, 0}, {21, 200}, {22, 1}, {25, 0xff}, {40, 1},
		{RASTER_REGISTRO_LEN - RASTER_ESCRITO_LEN - 1, 1}};
	for (size_t i = 0; i < sizeof cambios / sizeof *cambios; i++) {
		memcpy(malo, bueno, sizeof malo);
		malo[cambios[i].en] = cambios[i].v;
		ck_assert_msg(!raster_decode(malo, &vuelta), "byte %zu", cambios[i].en);
	}
}
END_TEST

/* ---- tesseract's answer ---- */

#define PALABRA(b, p, l, x, y, c, t) "5\t1\t" #b "\t" #p "\t" #l "\t1\t" #x "\t" #y "\t80\t20\t" c "\t" t "\n"

static struct lectura_parrafos read_tsv(const char *tsv, struct pagina_leida *pagina, struct arena *a)
{
	struct lectura_parrafos p = {0};
	*pagina = (struct pagina_leida){.numero = 3, .palabras = 90}; /* as of a page whose text is known */
	ck_assert(lectura_tsv(tsv, strlen(tsv), 1000, 1000, pagina, &p, a));
	return p;
}

START_TEST(test_tsv)
{
	ARENA_AUTO *a = arena_create((size_t)8 << 20);
	struct pagina_leida g;
	struct lectura_parrafos p = read_tsv("level\tpage_num\tblock_num\n"
					     "4\t1\t1\t1\t1\t0\t10\t10\t900\t20\t-1\t\n" PALABRA(1, 1, 1, 100, 100, "96.5", "Las")
						     PALABRA(1, 1, 1, 190, 100, "91", "coope-") PALABRA(1, 1, 2, 100, 140, "50", "raciones")
							     PALABRA(1, 1, 2, 200, 140, "3.2", "~") PALABRA(1, 2, 1, 100, 180, "88", "Año"),
		&g, a);
	ck_assert_uint_eq(p.n, 2);
	ck_assert_str_eq(p.v[0].texto, "Las cooperaciones");
	ck_assert_str_eq(p.v[1].texto, "Año");
	ck_assert(p.v[0].pagina == 3 && g.n_lineas == 3 && g.palabras == 4 && g.dudosas == 1);
	ck_assert_int_eq(g.lineas[1].y0, 1400);
	ck_assert(p.v[0].confianza > 60 && p.v[0].confianza < 90);
}
END_TEST

/* Lines farther apart than the others are another paragraph, whatever tesseract says. */
START_TEST(test_tsv_separacion)
{
	ARENA_AUTO *a = arena_create((size_t)8 << 20);
	struct pagina_leida g;
	struct lectura_parrafos p = read_tsv(PALABRA(1, 1, 1, 100, 100, "90", "uno") PALABRA(1, 1, 2, 100, 130, "90", "dos") PALABRA(
						     1, 1, 3, 100, 160, "90", "tres") PALABRA(1, 1, 4, 100, 190, "90", "cuatro")
						     PALABRA(1, 1, 5, 100, 240, "90", "SEGUNDA.") PALABRA(1, 1, 6, 100, 270, "90", "cinco"),
		&g, a);
	ck_assert_uint_eq(p.n, 2);
	ck_assert_str_eq(p.v[0].texto, "uno dos tres cuatro");
	ck_assert_str_eq(p.v[1].texto, "SEGUNDA. cinco");
}
END_TEST

START_TEST(test_posicion)
{
	static const struct {
		const char *osd;
		unsigned cuartos;
	} casos[] = {{"Page number: 0\nOrientation in degrees: 180\nRotate: 180\nOrientation confidence: 18.03\n", 2},
		{"Orientation in degrees: 270\nRotate: 90\nScript: Latin\n", 1}, {"x\nRotate: 270\n", 3}, {"x\nRotate: 0\n", 0},
		{"x\nRotate: 45\n", 0}, {"x\nRotate: 360\n", 0}, {"x\nRotate: -90\n", 0}, {"x\nRotate: 9e1\n", 0}, {"x\nRotate: ", 0},
		{"x\nRotate: 99999999999\n", 0}, {"", 0}, {"Too few characters. Skipping this page\n", 0}};
	for (size_t i = 0; i < sizeof casos / sizeof *casos; i++)
		ck_assert_msg(lectura_posicion(casos[i].osd, strlen(casos[i].osd)) == casos[i].cuartos, "%s", casos[i].osd);
}
END_TEST

START_TEST(test_tsv_hostil)
{
	ARENA_AUTO *a = arena_create((size_t)8 << 20);
	struct pagina_leida g;
	static const char *const malos[] = {"", "\n\n\t\t\t\n", "5\t1\t1\t1\t1\t1\t0\t0\t80\t20\t90",
		"5\t1\t1\t1\t1\t1\t-5\t0\t80\t20\t90\tx\n", "5\t1\t1\t1\t1\t1\t990\t0\t80\t20\t90\tfuera\n",
		"5\t1\t1\t1\t1\t1\t0\t0\t80\t20\t900\tx\n", "5\t1\t1\t1\t1\t1\t0\t0\t80\t20\tnan\tx\n",
		"5\t1\t1\t1\t1\t1\t99999999999\t0\t80\t20\t90\tx\n", "5\t1\t1\t1\t1\t1\t0\t0\t80\t20\t90\t\xff\xfe\n",
		"5\t1\t1\t1\t1\t1\t0\t0\t80\t20\t90\t   \n", "5\t1\t1\t1\t1\t1\t0\t0\t0\t20\t90\tx\n"};
	for (size_t i = 0; i < sizeof malos / sizeof *malos; i++)
		ck_assert_msg(read_tsv(malos[i], &g, a).n == 0, "%zu", i);
	char *larga = malloc(1 << 20);
	size_t n = 0;
	for (int i = 0; i < 12000; i++)
		n += (size_t)sprintf(larga + n, "5\t1\t1\t1\t%d\t1\t0\t0\t80\t20\t90\tx\n", i % 30000);
	struct lectura_parrafos p = {0};
	g = (struct pagina_leida){.numero = 1};
	ck_assert(lectura_tsv(larga, n, 1000, 1000, &g, &p, a));
	ck_assert_uint_le(g.n_lineas, 1000);
	free(larga);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("raster");
	TCase *t = tcase_create("imagen");
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_set_timeout(t, 60);
	tcase_add_loop_test(t, test_inclinacion, 0, sizeof angulos / sizeof *angulos);
	tcase_add_loop_test(t, test_enderezar, 0, sizeof angulos / sizeof *angulos);
	tcase_add_test(t, test_enderezar_lo_que_no);
	tcase_add_test(t, test_enderezar_en_la_caja);
	tcase_add_test(t, test_girar);
	tcase_add_test(t, test_fuera);
	tcase_add_test(t, test_en_blanco);
	tcase_add_test(t, test_contraste);
	tcase_add_test(t, test_trazos);
	tcase_add_loop_test(t, test_no_es_imagen, 0, sizeof cabezas / sizeof *cabezas);
	tcase_add_test(t, test_registro_falso);
	suite_add_tcase(s, t);
	TCase *l = tcase_create("tsv");
	tcase_add_test(l, test_tsv);
	tcase_add_test(l, test_tsv_separacion);
	tcase_add_test(l, test_posicion);
	tcase_add_test(l, test_tsv_hostil);
	suite_add_tcase(s, l);
	SRunner *r = srunner_create(s);
	srunner_run_all(r, CK_NORMAL);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
