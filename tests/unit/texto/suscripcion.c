/* Dates, places and sheet numbers as scans give them. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "texto/fichas.h"
#include "texto/suscripcion.h"

static struct arena *arena;
static struct error err;

static void setup(void)
{
	arena = arena_create((size_t)8 << 20);
	error_init(&err, arena);
}

static void teardown(void)
{
	arena_destroy(arena);
}

static dia_t day(int a, int m, int d)
{
	return dia_from_civil((struct civil){a, m, d});
}

static struct escrito text(const char *const *lineas, int confianza)
{
	struct escrito e = {0};
	while (lineas[e.n])
		e.n++;
	e.parrafos = ARENA_ARRAY(arena, e.n, struct parrafo);
	for (size_t i = 0; i < e.n; i++)
		e.parrafos[i] = (struct parrafo){.texto = lineas[i], .pagina = 1, .confianza = confianza};
	return e;
}

static const struct {
	const char *texto;
	int anio, mes, dia; /* 0: none */
} fechas[] = {
	{"el 3 de mayo de 2026", 2026, 5, 3},
	{"a los tres días del mes de mayo de dos mil veintiséis", 2026, 5, 3},
	{"a los 3 días del mes de mayo del año 2026", 2026, 5, 3},
	{"el día treinta y uno de enero del año dos mil treinta y dos", 2032, 1, 31},
	{"el primero de septiembre de 2026", 2026, 9, 1},
	{"el 1º de septiembre de 2026", 2026, 9, 1},
	{"el 1 de setiembre de 2026", 2026, 9, 1},
	{"el 03/05/2026, en", 2026, 5, 3},
	{"el 03-05-2026", 2026, 5, 3},
	{"el 3.5.2026", 2026, 5, 3},
	{"A LOS VEINTIDÓS DÍAS DEL MES DE DICIEMBRE DE DOS MIL VEINTISIETE", 2027, 12, 22},
	{"15 octubre 2026", 2026, 10, 15},
	/* as bad prints read */
	{"a los tres dias del mes de rnayo de dos mil veintiseis", 2026, 5, 3},
	{"el l5 de octubrc de 2O26", 2026, 10, 15},
	{"a los ocho dias del mes de ncviembre de dos mil veinticinco", 2025, 11, 8},
	/* none */
	{"el 31 de junio de 2026", 0, 0, 0},
	{"el 5 de julnio de 2026", 0, 0, 0}, /* June or July: both as near */
	{"el 32 de mayo de 2026", 0, 0, 0},
	{"el 3 de mayo", 0, 0, 0},
	{"el 13/13/2026", 0, 0, 0},
	{"artículos 3 de la Ley y 5 de 2026", 0, 0, 0},
	{"en dos ejemplares de dos mil hojas", 0, 0, 0},
	{"", 0, 0, 0},
};

START_TEST(test_fecha)
{
	struct fecha_hallada *f;
	size_t n;
	struct escrito e = text((const char *const[]){fechas[_i].texto, NULL}, 100);
	ck_assert_int_eq(fechas_buscar(&e, 0, e.n, arena, &f, &n, &err), STATUS_OK);
	ck_assert_uint_eq(n, fechas[_i].anio ? 1 : 0);
	if (n)
		ck_assert_int_eq(f[0].fecha, day(fechas[_i].anio, fechas[_i].mes, fechas[_i].dia));
}
END_TEST

#define CUERPO \
	"ACUERDO DE HERMANAMIENTO", "Las Partes acuerdan promover la cooperación en educación, cultura y turismo entre sus comunidades.", \
		"PRIMERA. El presente Acuerdo entrará en vigor en la fecha de su firma y se publicará el 1 de enero de 2030 en la " \
		"gaceta.", \
		"SEGUNDA. Cada Parte sufragará los gastos de su participación en las actividades."

static struct suscripcion examine(const char *const *lineas, dia_t d, const char *lugar, int confianza)
{
	struct suscripcion s;
	struct escrito e = text(lineas, confianza);
	ck_assert_int_eq(suscripcion_examinar(&e, d, lugar, arena, &s, &err), STATUS_OK);
	return s;
}

START_TEST(test_coincide)
{
	struct suscripcion s =
		examine((const char *const[]){CUERPO,
				"Firmado por duplicado en la ciudad de Mérida, Yucatán, el 3 de mayo de 2026, en idioma español.",
				"POR EL MUNICIPIO DE MÉRIDA", "Renán Castillo", NULL},
			day(2026, 5, 3), "Mérida, Yucatán", 95);
	ck_assert(s.hay_cierre && s.cierre == 4 && s.firmas == 5);
	ck_assert_int_eq(s.fecha, COINCIDE);
	ck_assert_int_eq(s.lugar, COINCIDE);
	ck_assert_str_eq(s.lugar_texto, "Mérida");
	ck_assert_uint_eq(s.n_fechas, 1);
	ck_assert_str_eq(s.fechas[0].texto, "3 de mayo de 2026");
}
END_TEST

START_TEST(test_difiere)
{
	/* The name of the city below the closing is that of a party, not the place. */
	struct suscripcion s =
		examine((const char *const[]){CUERPO,
				"Firmado por duplicado en la ciudad de Querétaro, a los tres días del mes de mayo de dos mil "
				"veintiséis, en idioma español.",
				"POR EL MUNICIPIO DE MÉRIDA", NULL},
			day(2026, 6, 3), "Mérida, Yucatán", 95);
	ck_assert_int_eq(s.fecha, DIFIERE);
	ck_assert_int_eq(s.lugar, DIFIERE);
	ck_assert_str_eq(s.lugar_texto, "Querétaro");
}
END_TEST

START_TEST(test_no_dice)
{
	struct suscripcion s = examine(
		(const char *const[]){CUERPO, "Firmado por duplicado, en idioma español, siendo ambos textos igualmente auténticos.",
			"POR EL MUNICIPIO DE MÉRIDA", NULL},
		day(2026, 5, 3), "Mérida, Yucatán", 95);
	ck_assert_int_eq(s.fecha, NO_HALLADA);
	ck_assert_int_eq(s.lugar, NO_HALLADA);
	ck_assert_ptr_null(s.lugar_texto);
}
END_TEST

START_TEST(test_no_se_lee)
{
	struct suscripcion s = examine((const char *const[]){CUERPO, "Firmado por duplicado xq iu mnn rtt", "POR EL MUN1C1P10", NULL},
		day(2026, 5, 3), "Mérida", 31);
	ck_assert_int_eq(s.fecha, ILEGIBLE);
	ck_assert_int_eq(s.lugar, ILEGIBLE);
}
END_TEST

START_TEST(test_sin_cierre)
{
	struct suscripcion s =
		examine((const char *const[]){CUERPO, "TERCERA. Las Partes se darán aviso.", "En Mérida, a 3 de mayo de 2026.", NULL},
			day(2026, 5, 3), "Mérida", 95);
	ck_assert(!s.hay_cierre);
	ck_assert_int_eq(s.fecha, COINCIDE);
	ck_assert_int_eq(s.lugar, COINCIDE);
	s = examine((const char *const[]){NULL}, day(2026, 5, 3), "Mérida", 95);
	ck_assert_int_eq(s.fecha, ILEGIBLE);
	s = examine((const char *const[]){CUERPO, NULL}, DIA_NINGUNO, NULL, 95);
	ck_assert_int_eq(s.lugar, NO_HALLADA);
}
END_TEST

static const struct {
	const char *linea;
	int pagina, total;
} folios[] = {{"Página 3 de 8", 3, 8}, {"PÁGINA 3 DE 8", 3, 8}, {"Pagína 3 de 8", 3, 8}, {"Pág. 3 de 8", 3, 8}, {"3 de 8", 3, 8},
	{"3/8", 3, 8}, {"Hoja 12 de 14", 12, 14}, {"Página l de 8", 0, 0}, {"Página 9 de 8", 0, 0}, {"3 de mayo", 0, 0},
	{"3 de 8 partes", 0, 0}, {"a los 3 de 8", 0, 0}, {"3 8", 0, 0}, {"", 0, 0}, {"Página 0 de 3", 0, 0}};

START_TEST(test_folio)
{
	int p = 0, t = 0;
	ck_assert_int_eq(folio_leer(folios[_i].linea, &p, &t), folios[_i].pagina > 0);
	if (folios[_i].pagina)
		ck_assert(p == folios[_i].pagina && t == folios[_i].total);
}
END_TEST

static size_t missing(const int *f, const int *t, size_t n, int *out)
{
	int total;
	return folios_faltantes(f, t, n, &total, out, 8);
}

START_TEST(test_hojas_que_faltan)
{
	int out[8] = {0}, total;
	ck_assert_uint_eq(missing((const int[]){1, 2, 3}, (const int[]){3, 3, 3}, 3, out), 0);
	ck_assert_uint_eq(missing((const int[]){1, 3}, (const int[]){3, 3}, 2, out), 1);
	ck_assert_int_eq(out[0], 2);
	ck_assert_uint_eq(missing((const int[]){1, 2}, (const int[]){4, 4}, 2, out), 2);
	ck_assert(out[0] == 3 && out[1] == 4);
	ck_assert_uint_eq(missing((const int[]){2, 3}, (const int[]){3, 3}, 2, out), 1);
	ck_assert_int_eq(out[0], 1);
	ck_assert_uint_eq(
		missing((const int[]){1, 0, 3, 0}, (const int[]){4, 0, 4, 0}, 4, out), 0); /* not read, but there is room for it */
	ck_assert_uint_eq(missing((const int[]){1, 0, 5}, (const int[]){5, 0, 5}, 3, out), 2);
	ck_assert_uint_eq(missing((const int[]){1, 77, 3}, (const int[]){3, 88, 3}, 3, out), 0);       /* misread */
	ck_assert_uint_eq(folios_faltantes((const int[]){1}, (const int[]){9}, 1, &total, out, 8), 0); /* one sheet proves nothing */
	ck_assert_int_eq(total, 0);
	ck_assert_uint_eq(
		folios_faltantes((const int[]){1, 20}, (const int[]){20, 20}, 2, &total, out, 8), 18); /* counted, not all written */
	ck_assert_int_eq(total, 20);
}
END_TEST

/* In another place is not missing. Of sheets that say the same nothing is told. */
START_TEST(test_hojas_en_desorden)
{
	int out[8] = {0};
	ck_assert_uint_eq(missing((const int[]){1, 3, 2}, (const int[]){3, 3, 3}, 3, out), 0);
	ck_assert_uint_eq(missing((const int[]){3, 2, 1}, (const int[]){4, 4, 4}, 3, out), 1);
	ck_assert_int_eq(out[0], 4);
	ck_assert_uint_eq(folios_desorden((const int[]){1, 3, 2}, 3, 3), 3);
	ck_assert_uint_eq(folios_desorden((const int[]){2, 1, 3}, 3, 3), 2);
	ck_assert_uint_eq(folios_desorden((const int[]){1, 0, 2, 77, 3}, 5, 3), 0);
	ck_assert_uint_eq(folios_desorden((const int[]){1, 5, 3, 4, 5}, 5, 5), 0);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("suscripcion");
	TCase *t = tcase_create("todo");
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_loop_test(t, test_fecha, 0, sizeof fechas / sizeof *fechas);
	tcase_add_test(t, test_coincide);
	tcase_add_test(t, test_difiere);
	tcase_add_test(t, test_no_dice);
	tcase_add_test(t, test_no_se_lee);
	tcase_add_test(t, test_sin_cierre);
	tcase_add_loop_test(t, test_folio, 0, sizeof folios / sizeof *folios);
	tcase_add_test(t, test_hojas_que_faltan);
	tcase_add_test(t, test_hojas_en_desorden);
	suite_add_tcase(s, t);
	SRunner *r = srunner_create(s);
	srunner_run_all(r, CK_NORMAL);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
