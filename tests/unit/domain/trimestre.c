#include <check.h>
#include <stdlib.h>

#include "domain/trimestre.h"

static dia_t day(const char *s)
{
	dia_t d;
	ck_assert_msg(fecha_parse(s, &d), "%s", s);
	return d;
}

/* Every day is in the quarter whose days hold it; quarters follow one another without a gap. */
START_TEST(quarters_tile_the_calendar)
{
	struct trimestre t = trimestre_of(day("1992-01-01"));
	char s[TRIMESTRE_LEN];
	trimestre_format(t, s);
	ck_assert_str_eq(s, "1992-1");
	for (dia_t d = day("1992-01-01"); d < day("2101-01-01"); d++) {
		const struct trimestre x = trimestre_of(d);
		if (trimestre_compare(x, t) != 0) {
			ck_assert_int_eq(trimestre_compare(x, trimestre_next(t)), 0);
			ck_assert_int_eq(trimestre_first(x), d);
			ck_assert_int_lt(trimestre_compare(t, x), 0);
			ck_assert_int_gt(trimestre_compare(x, t), 0);
			t = x;
		}
		struct trimestre leido;
		trimestre_format(x, s);
		ck_assert(trimestre_parse(s, &leido));
		ck_assert_int_eq(trimestre_compare(leido, x), 0);
		ck_assert(trimestre_first(x) <= d && d < trimestre_first(trimestre_next(x)));
	}
	trimestre_format(t, s);
	ck_assert_str_eq(s, "2100-4");
}
END_TEST

START_TEST(anything_else_is_no_quarter)
{
	static const char *const malos[] = {"", "2026", "2026-0", "2026-5", "2026-04", "2026/4", "2026-T4", "026-4", "02026-4", " 2026-4",
		"2026-4 ", "20 6-4", "1599-4", "3000-1", "2026-a"};
	struct trimestre t;
	for (size_t i = 0; i < sizeof malos / sizeof *malos; i++)
		ck_assert_msg(!trimestre_parse(malos[i], &t), "%s", malos[i]);
	ck_assert(trimestre_parse("1600-1", &t) && trimestre_parse("2999-4", &t));
}
END_TEST

int main(void)
{
	Suite *s = suite_create("domain/trimestre");
	TCase *t = tcase_create("trimestre");
	tcase_add_test(t, quarters_tile_the_calendar);
	tcase_add_test(t, anything_else_is_no_quarter);
	suite_add_tcase(s, t);
	SRunner *r = srunner_create(s);
	srunner_run_all(r, CK_ENV);
	const int fallas = srunner_ntests_failed(r);
	srunner_free(r);
	return fallas ? EXIT_FAILURE : EXIT_SUCCESS;
}
