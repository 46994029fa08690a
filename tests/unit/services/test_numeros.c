#include <check.h>
#include <stdlib.h>

#include "services/numeros.h"

static struct arena *a;

static void setup(void)
{
	a = arena_create(64 * 1024);
}
static void teardown(void)
{
	arena_destroy(a);
}

START_TEST(patrones)
{
	static const char *const buenos[] = {"AII-{AAAA}-{######}", "DGCP/{####}/{AAAA}", "{#}{AAAA}", "Ñ {AAAA} nº {#########}"};
	static const char *const malos[] = {"", "AII-{AAAA}", "AII-{####}", "{AAAA}{AAAA}{#}", "{#}{##}{AAAA}", "{AAA}-{#}", "{AAAA}-{}",
		"{AAAA}-{#", "{AAAA}-#}{#}", "{AAAA}-{##########}", "{AAAA}\n{#}", "{aaaa}-{#}", "{AAAA}\xff{#}"};
	for (size_t i = 0; i < sizeof buenos / sizeof *buenos; i++)
		ck_assert_msg(numero_patron_valido(buenos[i]), "%s", buenos[i]);
	for (size_t i = 0; i < sizeof malos / sizeof *malos; i++) {
		ck_assert_msg(!numero_patron_valido(malos[i]), "%s", malos[i]);
		ck_assert_ptr_null(numero_format(a, malos[i], 2026, 1));
	}
	ck_assert(!numero_patron_valido(NULL));
}
END_TEST

START_TEST(formas)
{
	ck_assert_str_eq(numero_format(a, "AII-{AAAA}-{######}", 2026, 42), "AII-2026-000042");
	ck_assert_str_eq(numero_format(a, "DGCP/{####}/{AAAA}", 2026, 7), "DGCP/0007/2026");
	ck_assert_str_eq(numero_format(a, "{#}{AAAA}", 2026, 12345), "123452026");
	ck_assert_str_eq(numero_format(a, "100%s {AAAA} {##}", 1999, 100), "100%s 1999 100");
	ck_assert_ptr_null(numero_format(a, "{AAAA}{#}", 999, 1));
	ck_assert_ptr_null(numero_format(a, "{AAAA}{#}", 10000, 1));
	ck_assert_ptr_null(numero_format(a, "{AAAA}{#}", 2026, 0));
}
END_TEST

START_TEST(de_vuelta)
{
	static const char *const patrones_buenos[] = {
		"AII-{AAAA}-{######}", "DGCP/{####}/{AAAA}", "{#}{AAAA}", "{AAAA}{##}", "Ñ{##} {AAAA}9"};
	static const int numeros[] = {1, 9, 10, 99, 100, 12345, 9999999};
	int anio, numero;
	for (size_t i = 0; i < sizeof patrones_buenos / sizeof *patrones_buenos; i++) {
		for (size_t k = 0; k < sizeof numeros / sizeof *numeros; k++) {
			const char *s = numero_format(a, patrones_buenos[i], 2026, numeros[k]);
			ck_assert_msg(numero_parse(patrones_buenos[i], s, &anio, &numero) && anio == 2026 && numero == numeros[k], "%s", s);
		}
	}
	static const char *const ajenos[] = {"", "AII-2026-", "AII-2026-00042", "AII-2026-0000042", "AII-2026-000000", "AII-0026-000042",
		"AII-2026-000042x", "xAII-2026-000042", "AII-2026-00004a", "AII-2026-1234567890", "SRE/12/1994"};
	for (size_t i = 0; i < sizeof ajenos / sizeof *ajenos; i++)
		ck_assert_msg(!numero_parse("AII-{AAAA}-{######}", ajenos[i], &anio, &numero), "%s", ajenos[i]);
	ck_assert(!numero_parse("sin patrón", "sin patrón", &anio, &numero) && !numero_parse(NULL, "x", &anio, &numero));
}
END_TEST

int main(void)
{
	Suite *s = suite_create("numeros");
	TCase *t = tcase_create("numeros");
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, patrones);
	tcase_add_test(t, formas);
	tcase_add_test(t, de_vuelta);
	suite_add_tcase(s, t);
	SRunner *r = srunner_create(s);
	srunner_run_all(r, CK_ENV);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
