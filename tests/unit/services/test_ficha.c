/* What lists search, and how what a person types becomes a pattern. */
#include <check.h>
#include <stdlib.h>

#include "services/ficha.h"

static struct arena *a;

static void setup(void)
{
	a = arena_create(1 << 20);
}

static void teardown(void)
{
	arena_destroy(a);
}

START_TEST(pattern_folds_and_escapes)
{
	static const struct {
		const char *typed, *pattern;
	} rows[] = {
		{"popayan", "%popayan%"},
		{"San Cristóbal", "%san%cristobal%"},
		{"  Ñuñoa  ", "%nunoa%"},
		{"100%", "%100\\%%"},
		{"a_b\\c", "%a\\_b\\\\c%"},
		{"ŌTAKI", "%otaki%"},
		{"", "%"},
		{"50% de", "%50\\%%de%"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		ck_assert_str_eq(ficha_pattern(rows[i].typed, a), rows[i].pattern);
}
END_TEST

START_TEST(card_joins_parties_and_folds)
{
	struct expediente e;
	struct contraparte partes[] = {{.nombre = "Ōtaki"}, {.nombre = "Québec"}, {0}};
	expediente_init(&e, (struct uuid){{1}});
	e.folio = "AII-2026-000001";
	e.datos.denominacion = "Acuerdo de Hermanamiento";
	e.datos.tipo = TIPO_ACUERDO_HERMANAMIENTO;
	e.datos.contrapartes = partes;
	e.datos.n_contrapartes = 3;
	const struct ficha *f = ficha_make(&e, a);
	ck_assert_ptr_nonnull(f);
	ck_assert_str_eq(f->contrapartes, "Ōtaki; Québec; ");
	ck_assert_str_eq(f->tipo, "hermanamiento");
	ck_assert_str_eq(f->busqueda, "aii-2026-000001 acuerdo de hermanamiento otaki; quebec; ");
	ck_assert_int_eq(f->fecha_firma, DIA_NINGUNO);
}
END_TEST

START_TEST(no_memory_is_null)
{
	struct expediente e;
	expediente_init(&e, (struct uuid){{1}});
	e.datos.denominacion = "Acuerdo";
	for (size_t max = 0; max < 200; max += 8) {
		struct arena *tiny = arena_create(max);
		(void)ficha_make(&e, tiny);
		(void)ficha_pattern("hermanamiento con un nombre largo", tiny);
		arena_destroy(tiny);
	}
}
END_TEST

int main(void)
{
	Suite *s = suite_create("services/ficha");
	TCase *t = tcase_create("ficha");
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, pattern_folds_and_escapes);
	tcase_add_test(t, card_joins_parties_and_folds);
	tcase_add_test(t, no_memory_is_null);
	suite_add_tcase(s, t);
	SRunner *r = srunner_create(s);
	srunner_run_all(r, CK_NORMAL);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
