#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "services/ensayo.h"

static struct arena *a;

static void setup(void)
{
	a = arena_create((size_t)4 * 1024 * 1024);
	ck_assert(zona_init("America/Mexico_City"));
}
static void teardown(void)
{
	arena_destroy(a);
}

/* Days and months by the calendar, with the time of day kept; the rest on the clock. */
START_TEST(duraciones)
{
	static const struct {
		const char *texto, *desde, *hasta;
	} buenas[] = {
		{"P10D", "2026-11-27T10:00:00-06:00", "2026-12-07T10:00:00-06:00"},
		{"P1M", "2027-01-31T23:59:59-06:00", "2027-02-28T23:59:59-06:00"},
		{"P1Y2M1W3D", "2026-11-27T00:00:00-06:00", "2028-02-06T00:00:00-06:00"},
		{"PT2H30M", "2026-12-31T23:00:00-06:00", "2027-01-01T01:30:00-06:00"},
		{"P1DT1S", "2026-11-27T10:00:00.5-06:00", "2026-11-28T10:00:01.5-06:00"},
		{"P0DT1M", "2026-11-27T10:00:00-06:00", "2026-11-27T10:01:00-06:00"},
		{"P1M", "2022-10-15T12:00:00-05:00", "2022-11-15T12:00:00-06:00"}, /* over the last end of summer time */
	};
	static const char *const malas[] = {"", "P", "PT", "P1", "1D", "P-1D", "P1H", "PT1D", "P1D1D", "P1D1M", "P1DT", "P1DT1HT1M", "p1d",
		"P1.5D", "P0D", "PT0S", "P99999D", "P1D ", " P1D", "P1\xC3\xB1", "PTT1H", "P+1D"};
	instante_t desde, meta, hasta;
	for (size_t i = 0; i < sizeof buenas / sizeof *buenas; i++) {
		ck_assert(instante_parse(buenas[i].desde, &desde) && instante_parse(buenas[i].hasta, &meta));
		ck_assert_msg(ensayo_duration(buenas[i].texto, desde, &hasta), "%s", buenas[i].texto);
		ck_assert_msg(hasta == meta, "%s: %lld µs beside", buenas[i].texto, (long long)(hasta - meta));
	}
	for (size_t i = 0; i < sizeof malas / sizeof *malas; i++)
		ck_assert_msg(!ensayo_duration(malas[i], 0, &hasta), "«%s»", malas[i]);
}
END_TEST

static enum status leer(const char *texto, struct guion *g, struct buf *faltas)
{
	buf_reset(faltas);
	return guion_read("x.ini", "x", texto, a, g, faltas);
}

START_TEST(un_guion)
{
	BUF_AUTO faltas;
	struct guion g;
	buf_init(&faltas, 65536);
	ck_assert_int_eq(leer("; comment\r\ntitulo = Prueba \r\n\r\n[presentado]\nacto=turnar\nespera = 3\n# other\n[en_revision]\n  acto "
			      "= observar\n"
			      "datos = {\"observaciones\": [\n\t{\"clausula\": \"PRIMERA\",\n\n \"texto\": \"x\", \"severidad\": "
			      "\"alta\"}]}\nacto = dictaminar\n"
			      "datos = {\"sentido\": \"procedente\", \"fundamento\": \"a\", \"motivacion\": \"b\"}",
				 &g, &faltas),
		STATUS_OK);
	ck_assert_str_eq(g.titulo, "Prueba");
	ck_assert_uint_eq(g.n_pasos, 3);
	const struct guion_paso *p = guion_paso_for(&g, ESTADO_PRESENTADO, 1);
	ck_assert(p && p->acto == ACTO_TURNAR && p->rol == ROL_DGCP && p->espera == 3 && p->linea == 5);
	ck_assert_ptr_eq(guion_paso_for(&g, ESTADO_PRESENTADO, 7), p);
	p = guion_paso_for(&g, ESTADO_EN_REVISION, 1);
	ck_assert(p && p->acto == ACTO_OBSERVAR && p->rol == ROL_CJA && p->espera == 0 && p->datos->n_observaciones == 1);
	for (int estancia = 2; estancia < 5; estancia++) {
		p = guion_paso_for(&g, ESTADO_EN_REVISION, estancia);
		ck_assert(p && p->acto == ACTO_DICTAMINAR && p->rol == ROL_CJA_TITULAR && p->datos->sentido == SENTIDO_PROCEDENTE);
	}
	ck_assert_ptr_null(guion_paso_for(&g, ESTADO_TURNADO, 1));
}
END_TEST

/* All faults at once, each with its line. */
START_TEST(faltas_con_renglon)
{
	BUF_AUTO faltas;
	struct guion g;
	buf_init(&faltas, 65536);
	ck_assert_int_eq(leer("nada\n[concluido]\nacto = concluir\n[turnado\n[turnado]\nacto = asignar\nacto = acusar\nacto = "
			      "recibir\ndatos = {\"x\": 1}\n"
			      "datos = {}\nespera = -1\nespera = 2\ntitulo = tarde\n",
				 &g, &faltas),
		STATUS_INVALID);
	static const char *const debe[] = {"x.ini:1: se espera", "x.ini:2: «concluido»", "x.ini:4: una sección", "x.ini:6: en «turnado»",
		"x.ini:7: en «turnado»", "x.ini:9: /datos/x", "x.ini:10: no se espera", "x.ini:11: «espera»", "x.ini:12: no se espera",
		"x.ini:13: no se espera", "falta «titulo»"};
	for (size_t i = 0; i < sizeof debe / sizeof *debe; i++)
		ck_assert_msg(strstr(buf_str(&faltas), debe[i]), "%s is missing in\n%s", debe[i], buf_str(&faltas));
	ck_assert_int_eq(leer("titulo = \xff\n", &g, &faltas), STATUS_INVALID);
	ck_assert_int_eq(leer("", &g, &faltas), STATUS_INVALID);
}
END_TEST

/* The program's own can be used, and the one of whoever chose none is there. */
START_TEST(los_incluidos)
{
	BUF_AUTO faltas;
	struct guiones *g = NULL;
	size_t n;
	buf_init(&faltas, 65536);
	ck_assert_msg(guiones_load("", &g, &faltas) == STATUS_OK, "%s", buf_str(&faltas));
	ck_assert_ptr_nonnull(guiones_find(g, GUION_COMUN));
	ck_assert_ptr_null(guiones_find(g, GUION_NINGUNO));
	const struct guion *v = guiones_all(g, &n);
	for (size_t i = 1; i < n; i++)
		ck_assert_int_lt(strcmp(v[i - 1].nombre, v[i].nombre), 0);
	guiones_free(g);
	ck_assert_int_eq(guiones_load("/nonexistent", &g, &faltas), STATUS_INVALID);
	ck_assert_ptr_null(g);
}
END_TEST

/* The legal clock goes forward alone. */
START_TEST(relojes)
{
	const instante_t real = reloj_now();
	reloj_adelantar(INT64_C(86400000000));
	reloj_adelantar(5);
	reloj_adelantar(-5);
	ck_assert_int_eq(reloj_adelanto(), INT64_C(86400000000));
	ck_assert(reloj_legal() >= real + INT64_C(86400000000) && reloj_now() < real + INT64_C(3600000000));
}
END_TEST

int main(void)
{
	Suite *s = suite_create("ensayo");
	TCase *t = tcase_create("ensayo");
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, duraciones);
	tcase_add_test(t, un_guion);
	tcase_add_test(t, faltas_con_renglon);
	tcase_add_test(t, los_incluidos);
	tcase_add_test(t, relojes);
	suite_add_tcase(s, t);
	SRunner *r = srunner_create(s);
	srunner_run_all(r, CK_ENV);
	const int mal = srunner_ntests_failed(r);
	srunner_free(r);
	return mal ? EXIT_FAILURE : EXIT_SUCCESS;
}
