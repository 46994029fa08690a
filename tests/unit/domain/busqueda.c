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
	ck_fold("a\u20DD क\u093E \u0303a", "a क a");                       /* marks of every kind, and one that stands on nothing */
	ck_fold("São", "sao");                                             /* the tilde of Portuguese is an accent */
	ck_fold("uno\u0378dos", "uno dos");                                /* no character at all, as yet */
	ck_fold("\uFDFA", "صلى الله");                                     /* one that comes apart into eighteen: the first eight */
	ck_fold("Monterrey, N.L., B.C.S. y D.F", "monterrey nl bcs y df"); /* initials are one word with points or without */
	ck_fold("U.S.A. O.N.U. Á.É.", "usa onu ae");
	ck_fold("S. Cristóbal, J.Pérez, EE.UU. 1.a.b fin.A B.", "s cristobal j perez ee uu 1 ab fin a b");
	ck_fold("A. .b c. d.1", "a b c d 1");
	ck_fold("a.\u0301b d.\u0301.e", "a b d e");
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

START_TEST(goes_on_after_a_cut)
{
	BUF_AUTO b;
	buf_init(&b, 4096);
	ck_assert_int_eq(busqueda_fold("uno dos", 7, 5, &b), STATUS_OK);
	ck_assert_int_eq(busqueda_fold("tres", 4, 4096, &b), STATUS_OK);
	ck_assert_int_eq(busqueda_fold("cuatro", 6, 4096, &b), STATUS_OK);
	ck_assert_str_eq(buf_str(&b), "uno tres cuatro");
}
END_TEST

/* Every size until it fits: never half a word taken for the whole. */
START_TEST(a_full_buffer_is_said)
{
	static const char s[] = "ñandú, región";
	for (size_t max = 0; max <= sizeof s - 1; max++) {
		BUF_AUTO b;
		buf_init(&b, max);
		ck_assert_int_eq(busqueda_fold(s, sizeof s - 1, 4096, &b), max < strlen("ñandu región") ? STATUS_INVALID : STATUS_OK);
	}
	for (size_t max = 0; max <= strlen("('uno') & !('dos')"); max++) {
		BUF_AUTO b;
		int n;
		buf_init(&b, max);
		ck_assert_int_eq(busqueda_parse("uno -dos", 0, &b, &n), max < strlen("('uno') & !('dos')") ? STATUS_INVALID : STATUS_OK);
	}
}
END_TEST

START_TEST(refuses_what_is_no_utf8)
{
	BUF_AUTO b;
	buf_init(&b, 64);
	ck_assert_int_eq(busqueda_fold("\xFF", 1, 64, &b), STATUS_INVALID);
	ck_assert_int_eq(busqueda_fold("a.\xFF", 3, 64, &b), STATUS_INVALID);
	buf_reset(&b);
	ck_assert_int_eq(
		busqueda_fold("palabra muy larga que no cabe en el buffer que se le dio, de ninguna manera", 75, 4096, &b), STATUS_INVALID);
}
END_TEST

static void ck_parse_in(const char *s, char peso, const char *esperado, int palabras)
{
	BUF_AUTO b;
	int n = -1;
	buf_init(&b, 4096);
	ck_assert_int_eq(busqueda_parse(s, peso, &b, &n), STATUS_OK);
	ck_assert_str_eq(buf_str(&b), esperado);
	ck_assert_int_eq(n, palabras);
}

static void ck_parse(const char *s, const char *esperado, int palabras)
{
	ck_parse_in(s, 0, esperado, palabras);
}

START_TEST(parses_for_a_weight)
{
	BUF_AUTO b;
	int n;
	ck_parse_in("universidad nanj*", 'B', "('universidad':B) & ('nanj':B*)", 2);
	ck_parse_in("\"gobierno de baviera\" -camara", 'B', "('gobierno':B <-> 'de':B <-> 'baviera':B) & !('camara':B)", 3);
	buf_init(&b, 256);
	ck_assert_int_eq(busqueda_parse("uno", 0, &b, &n), STATUS_OK);
	ck_assert_int_eq(busqueda_parse("dos", 'B', &b, &n), STATUS_OK);
	ck_assert_str_eq(buf_str(&b), "('uno') & ('dos':B)");
	ck_assert_int_eq(n, 1);
}
END_TEST

START_TEST(parses)
{
	ck_parse("hermanamiento  China", "('hermanamiento') & ('china')", 2);
	ck_parse("\"San Cristóbal\" popayán", "('san' <-> 'cristobal') & ('popayan')", 3);
	ck_parse("herman* -kioto", "('herman':*) & !('kioto')", 1);
	ck_parse("-\"de la paz\" acuerdo", "!('de' <-> 'la' <-> 'paz') & ('acuerdo')", 1);
	ck_parse("San-Cristobal", "('san' <-> 'cristobal')", 2);
	ck_parse("\"sin cerrar", "('sin' <-> 'cerrar')", 2);
	ck_parse("uno\tdos\ntres\rcuatro", "('uno') & ('dos') & ('tres') & ('cuatro')", 4);
	ck_parse("paz\"de la\"luz", "('paz') & ('de' <-> 'la') & ('luz')", 4);
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
	ck_assert_int_eq(busqueda_parse(buf_str(&q), 0, &b, &n), STATUS_INVALID);
	ck_assert_int_eq(busqueda_parse("uno \xFF dos", 0, &b, &n), STATUS_INVALID);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("busqueda");
	TCase *t = tcase_create("busqueda");
	tcase_add_test(t, folds);
	tcase_add_test(t, cuts_between_words);
	tcase_add_test(t, goes_on_after_a_cut);
	tcase_add_test(t, a_full_buffer_is_said);
	tcase_add_test(t, refuses_what_is_no_utf8);
	tcase_add_test(t, parses_for_a_weight);
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
