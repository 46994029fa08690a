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

int main(void)
{
	Suite *s = suite_create("numeros");
	TCase *t = tcase_create("numeros");
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, patrones);
	tcase_add_test(t, formas);
	suite_add_tcase(s, t);
	SRunner *r = srunner_create(s);
	srunner_run_all(r, CK_ENV);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
