/* Folding for the search, and what people type. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "domain/busqueda.h"

static void ck_fold(const char *s, const char *esperado)
{
	BUF_AUTO b;
	buf_init(&b, 4096);
	ck_assert_int_eq(busqueda_fold(s, strlen(s), 4096, &b), STATUS_OK);
	ck_assert_str_eq(buf_str(&b), esperado);
}

START_TEST(folds)
{
	ck_fold("Acuerdo de HERMANAMIENTO", "acuerdo de hermanamiento");
	ck_fold("  Península,\tMérida — Yucatán.  ", "peninsula merida yucatan");
	ck_fold("Niño, NIÑA, pingüino", "niño niña pinguino");
	ck_fold("man\xCC\x83"
		"ana",
		"mañana"); /* n and a combining tilde */
	ck_fold("cooperación cooperacion COOPERACION", "cooperación cooperación cooperación");
	ck_fold("Región conexion televisión", "región conexión televisión");
	ck_fold("cion", "cion"); /* an ending alone is no word that has one */
	ck_fold("RAII-2026-00041", "raii 2026 00041");
	ck_fold("a'b\"c\\d|e&f!g:h*i(j)k<l>m", "a b c d e f g h i j k l m");
	ck_fold("Ōtaki Straße 東京", "otaki strasse 東京");
	ck_fold("", "");
	ck_fold("?!…", "");
}
END_TEST

START_TEST(cuts_between_words)
{
	BUF_AUTO b;
	buf_init(&b, 4096);
	ck_assert_int_eq(busqueda_fold("uno dos tres", 12, 9, &b), STATUS_OK);
	ck_assert_str_eq(buf_str(&b), "uno dos ");
}
END_TEST

START_TEST(refuses_what_is_no_utf8)
{
	BUF_AUTO b;
	buf_init(&b, 64);
	ck_assert_int_eq(busqueda_fold("\xFF", 1, 64, &b), STATUS_INVALID);
	buf_reset(&b);
	ck_assert_int_eq(
		busqueda_fold("palabra muy larga que no cabe en el buffer que se le dio, de ninguna manera", 75, 4096, &b), STATUS_INVALID);
}
END_TEST

static void ck_parse(const char *s, const char *esperado, int palabras)
{
	BUF_AUTO b;
	int n = -1;
	buf_init(&b, 4096);
	ck_assert_int_eq(busqueda_parse(s, &b, &n), STATUS_OK);
	ck_assert_str_eq(buf_str(&b), esperado);
	ck_assert_int_eq(n, palabras);
}

START_TEST(parses)
{
	ck_parse("hermanamiento  China", "('hermanamiento') & ('china')", 2);
	ck_parse("\"San Cristóbal\" popayán", "('san' <-> 'cristobal') & ('popayan')", 3);
	ck_parse("herman* -kioto", "('herman':*) & !('kioto')", 1);
	ck_parse("-\"de la paz\" acuerdo", "!('de' <-> 'la' <-> 'paz') & ('acuerdo')", 1);
	ck_parse("San-Cristobal", "('san' <-> 'cristobal')", 2);
	ck_parse("\"sin cerrar", "('sin' <-> 'cerrar')", 2);
	ck_parse("", "", 0);
	ck_parse(" * - \" \" ", "", 0);
	ck_parse("-solo", "!('solo')", 0);
}
END_TEST

/* Whatever is typed: only letters, digits and the operators that the parser writes. */
START_TEST(no_syntax_gets_through)
{
	ck_parse("a' | b & !c", "('a') & ('b') & ('c')", 3);
	ck_parse("x:A y:* z<->w", "('x' <-> 'a') & ('y':*) & ('z' <-> 'w')", 5);
	ck_parse("'); drop table asiento; --", "('drop') & ('table') & ('asiento')", 3);
	ck_parse("\\' \\\\", "", 0);
}
END_TEST

START_TEST(bounds_the_words)
{
	BUF_AUTO b;
	BUF_AUTO q;
	int n;
	buf_init(&b, 65536);
	buf_init(&q, 65536);
	for (int i = 0; i <= BUSQUEDA_PALABRAS_MAX; i++)
		buf_puts(&q, "a ");
	ck_assert_int_eq(busqueda_parse(buf_str(&q), &b, &n), STATUS_INVALID);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("busqueda");
	TCase *t = tcase_create("busqueda");
	tcase_add_test(t, folds);
	tcase_add_test(t, cuts_between_words);
	tcase_add_test(t, refuses_what_is_no_utf8);
	tcase_add_test(t, parses);
	tcase_add_test(t, no_syntax_gets_through);
	tcase_add_test(t, bounds_the_words);
	suite_add_tcase(s, t);
	SRunner *r = srunner_create(s);
	srunner_run_all(r, CK_ENV);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
