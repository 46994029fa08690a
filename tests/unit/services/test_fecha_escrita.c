#include <check.h>
#include <stdlib.h>

#include "services/fecha_escrita.h"

struct caso {
	const char *patron, *texto;
	const char *iso; /* NULL: it is not that */
	enum precision precision;
};

START_TEST(fechas)
{
	static const struct caso casos[] = {{"aaaa-mm-dd", "2010-05-07", "2010-05-07", PRECISION_DIA},
		{"aaaa-mm", "2010-05", "2010-05-01", PRECISION_MES}, {"aaaa", "2010", "2010-01-01", PRECISION_ANIO},
		{"dd/mm/aaaa", "7/5/2010", "2010-05-07", PRECISION_DIA},
		{"dd de mes de aaaa", "7 de MAYO de 2010", "2010-05-07", PRECISION_DIA},
		{"mes aaaa", "sep. 1999", "1999-09-01", PRECISION_MES}, {"mes aaaa", "Septiembre 1999", "1999-09-01", PRECISION_MES},
		{"dd-mes-aaaa", "31-dic-2001", "2001-12-31", PRECISION_DIA}, {"aaaa-mm-dd", "2010-02-30", NULL, 0},
		{"aaaa-mm-dd", "2010-05-07x", NULL, 0}, {"aaaa-mm-dd", "2010-05", NULL, 0}, {"aaaa", "10", NULL, 0},
		{"aaaa", "20100", NULL, 0}, {"aaaa", "0000", NULL, 0}, {"aaaa-mm-dd", "2010-00-07", NULL, 0},
		{"mes aaaa", "mayonesa 2010", NULL, 0}, {"mes aaaa", "xyz 2010", NULL, 0}, {"dd/mm/aaaa", "", NULL, 0},
		{"dd/mm/aaaa", "07-05-2010", NULL, 0}};
	for (size_t i = 0; i < sizeof casos / sizeof *casos; i++) {
		const struct caso *c = &casos[i];
		dia_t d = DIA_NINGUNO;
		enum precision p = PRECISION_NINGUNO;
		char iso[FECHA_LEN];
		const bool leida = fecha_escrita_parse(c->patron, c->texto, &d, &p);
		ck_assert_msg(leida == (c->iso != NULL), "%s por %s", c->texto, c->patron);
		if (!leida)
			continue;
		fecha_format(d, iso);
		ck_assert_str_eq(iso, c->iso);
		ck_assert_int_eq(p, c->precision);
	}
}
END_TEST

START_TEST(patrones)
{
	static const char *const buenos[] = {"aaaa", "aaaa-mm", "mes aaaa", "dd/mm/aaaa", "dd de mes de aaaa"};
	static const char *const malos[] = {"", "mm", "dd/aaaa", "aaaa aaaa", "mm mes aaaa", "dd dd/mm/aaaa"};
	for (size_t i = 0; i < sizeof buenos / sizeof *buenos; i++)
		ck_assert_msg(fecha_patron_valido(buenos[i]), "%s", buenos[i]);
	for (size_t i = 0; i < sizeof malos / sizeof *malos; i++)
		ck_assert_msg(!fecha_patron_valido(malos[i]), "%s", malos[i]);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("fecha_escrita");
	TCase *t = tcase_create("todo");
	tcase_add_test(t, fechas);
	tcase_add_test(t, patrones);
	suite_add_tcase(s, t);
	SRunner *r = srunner_create(s);
	srunner_run_all(r, CK_ENV);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
