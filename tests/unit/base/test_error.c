#include "base/error.h"

#include <check.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* "{0}": a text that the caller gives in each language. */
static bool is_one_argument(const char *s)
{
	return strlen(s) == 3 && s[0] == '{' && s[2] == '}';
}

START_TEST(catalogue_rows_are_complete)
{
	for (int i = PROBLEM_NONE + 1; i < PROBLEM_COUNT; i++) {
		const struct problem_info *p = problem_info((enum problem)i);
		ck_assert_msg(p->slug && *p->slug, "row %d", i);
		ck_assert_msg(strspn(p->slug, "abcdefghijklmnopqrstuvwxyz0123456789-") == strlen(p->slug), "%s", p->slug);
		ck_assert_msg(p->http >= 400 && p->http < 600, "%s", p->slug);
		ck_assert_msg(p->status != STATUS_OK, "%s", p->slug);
		const struct texto *texts[] = {&p->title, &p->detail, &p->que_hacer};
		for (size_t t = 0; t < 3; t++) {
			ck_assert_msg(texts[t]->es && (strlen(texts[t]->es) > 3 || is_one_argument(texts[t]->es)), "%s", p->slug);
			ck_assert_msg(texts[t]->en && (strlen(texts[t]->en) > 3 || is_one_argument(texts[t]->en)), "%s", p->slug);
			ck_assert_msg(strcmp(texts[t]->es, texts[t]->en) != 0, "%s is not translated", p->slug);
		}
	}
	for (int i = MENSAJE_NONE + 1; i < MENSAJE_COUNT; i++) {
		const struct mensaje_info *m = mensaje_info((enum mensaje)i);
		ck_assert_msg(m->slug && *m->slug, "row %d", i);
		ck_assert_msg(*m->detail.es && *m->detail.en && *m->que_hacer.es && *m->que_hacer.en, "%s", m->slug);
	}
}
END_TEST

START_TEST(slugs_are_unique)
{
	for (int i = PROBLEM_NONE + 1; i < PROBLEM_COUNT; i++) {
		for (int j = i + 1; j < PROBLEM_COUNT; j++)
			ck_assert_str_ne(problem_info((enum problem)i)->slug, problem_info((enum problem)j)->slug);
	}
	for (int i = MENSAJE_NONE + 1; i < MENSAJE_COUNT; i++) {
		for (int j = i + 1; j < MENSAJE_COUNT; j++)
			ck_assert_str_ne(mensaje_info((enum mensaje)i)->slug, mensaje_info((enum mensaje)j)->slug);
	}
}
END_TEST

/*
 * Highest {n} of a text, so that no translation asks for an argument that the other does not have. A text that is one argument and nothing
 * else is given by the caller in each language: it has none.
 */
static int highest_argument(const char *s)
{
	int max = -1;
	if (is_one_argument(s))
		return max;
	for (; *s; s++) {
		if (s[0] == '{' && s[1] >= '0' && s[1] <= '9' && s[2] == '}' && s[1] - '0' > max)
			max = s[1] - '0';
	}
	return max;
}

START_TEST(both_languages_use_the_same_arguments)
{
	for (int i = PROBLEM_NONE + 1; i < PROBLEM_COUNT; i++) {
		const struct problem_info *p = problem_info((enum problem)i);
		ck_assert_int_eq(highest_argument(p->title.es), -1);
		ck_assert_int_eq(highest_argument(p->title.en), -1);
		ck_assert_msg(highest_argument(p->detail.es) == highest_argument(p->detail.en), "%s", p->slug);
		ck_assert_msg(highest_argument(p->que_hacer.es) == highest_argument(p->que_hacer.en), "%s", p->slug);
	}
	for (int i = MENSAJE_NONE + 1; i < MENSAJE_COUNT; i++) {
		const struct mensaje_info *m = mensaje_info((enum mensaje)i);
		ck_assert_msg(highest_argument(m->detail.es) == highest_argument(m->detail.en), "%s", m->slug);
		ck_assert_msg(highest_argument(m->que_hacer.es) == highest_argument(m->que_hacer.en), "%s", m->slug);
	}
}
END_TEST

START_TEST(numbers_outside_the_catalogue_are_ours)
{
	ck_assert_int_eq(problem_info(PROBLEM_NONE)->http, 500);
	ck_assert_int_eq(problem_info(PROBLEM_COUNT)->http, 500);
	ck_assert_ptr_nonnull(mensaje_info(MENSAJE_COUNT)->slug);
	ARENA_AUTO *a = arena_create(4096);
	struct error err;
	error_init(&err, a);
	ck_assert_int_eq(error_set(&err, PROBLEM_COUNT), STATUS_INTERNAL);
	ck_assert_int_eq(err.problem, PROBLEM_INTERNO);
}
END_TEST

START_TEST(fill)
{
	ARENA_AUTO *a = arena_create(4096);
	const char *const args[] = {"uno", "dos", NULL};
	const char *const none[] = {NULL};
	ck_assert_str_eq(texto_fill(a, "{0}-{1}-{0}", args), "uno-dos-uno");
	ck_assert_str_eq(texto_fill(a, "[{2}{9}]", args), "[]");
	ck_assert_str_eq(texto_fill(a, "{} {a} {10} {", args), "{} {a} {10} {");
	ck_assert_str_eq(texto_fill(a, "{", none), "{");
	ck_assert_str_eq(texto_fill(a, "{0", none), "{0");
	ck_assert_str_eq(texto_fill(a, "", none), "");
	const char *const nested[] = {"{1}", "x", NULL};
	ck_assert_str_eq(texto_fill(a, "{0}", nested), "{1}");
	ARENA_AUTO *tiny = arena_create(8);
	ck_assert_ptr_null(texto_fill(tiny, "larger than that", none));
}
END_TEST

START_TEST(first_problem_wins)
{
	ARENA_AUTO *a = arena_create((size_t)1 << 16);
	struct error err;
	error_init(&err, a);
	ck_assert_int_eq(error_status(&err), STATUS_OK);
	ck_assert_int_eq(error_set(&err, PROBLEM_ACTO_NO_PROCEDE, "turnar", "borrador", "presentar, desistir"), STATUS_CONFLICT);
	ck_assert_int_eq(error_set(&err, PROBLEM_NO_ENCONTRADO), STATUS_NOT_FOUND);
	ck_assert_int_eq(err.problem, PROBLEM_ACTO_NO_PROCEDE);
	ck_assert_int_eq(error_status(&err), STATUS_CONFLICT);
	ck_assert_str_eq(err.detail.es, "«turnar» no procede mientras el expediente está en «borrador».");
	ck_assert_ptr_nonnull(strstr(err.detail.en, "«turnar»"));
	ck_assert_ptr_nonnull(strstr(err.que_hacer.es, "presentar, desistir"));
	ck_assert_ptr_nonnull(strstr(err.file, "test_error.c"));
	ck_assert_int_gt(err.line, 0);
}
END_TEST

START_TEST(extemporaneo_names_both_ways_out)
{
	const struct problem_info *p = problem_info(PROBLEM_EXTEMPORANEO);
	ck_assert_ptr_nonnull(strstr(p->que_hacer.es, "declarar_eventualidad"));
	ck_assert_ptr_nonnull(strstr(p->que_hacer.es, "reprogramar_firma"));
	ck_assert_ptr_nonnull(strstr(p->que_hacer.en, "declarar_eventualidad"));
	ck_assert_ptr_nonnull(strstr(p->que_hacer.en, "reprogramar_firma"));
}
END_TEST

START_TEST(items_are_kept_up_to_the_maximum)
{
	ARENA_AUTO *a = arena_create((size_t)1 << 20);
	struct error err;
	error_init(&err, a);
	char pointer[] = "/contrapartes/0/pais";
	for (int i = 0; i < ERROR_ITEMS_MAX + 5; i++)
		error_add(&err, pointer, MENSAJE_LARGO_MAX, "200");
	pointer[0] = 'x';
	ck_assert_uint_eq(err.n_items, ERROR_ITEMS_MAX);
	ck_assert_uint_eq(err.n_items_dropped, 5);
	ck_assert_str_eq(err.items[0].pointer, "/contrapartes/0/pais");
	ck_assert_str_eq(err.items[99].slug, "largo-max");
	ck_assert_ptr_nonnull(strstr(err.items[0].detail.es, "200"));
	ck_assert_int_eq(err.items[0].mensaje, MENSAJE_LARGO_MAX);
	ck_assert_int_eq(error_status(&err), STATUS_OK);
}
END_TEST

START_TEST(the_system_says_why_and_only_to_the_log)
{
	ARENA_AUTO *a = arena_create(1u << 16);
	struct error err;
	error_init(&err, a);
	errno = ENOSPC;
	ck_assert_int_eq(error_set_errno(&err, PROBLEM_SATURADO, "carpeta"), STATUS_UNAVAILABLE);
	ck_assert_str_eq(err.interno, "carpeta: No space left on device");
	ck_assert_ptr_null(strstr(err.detail.es, "carpeta"));
	errno = EIO; /* what went wrong first is the cause */
	ck_assert_int_eq(error_set_errno(&err, PROBLEM_SATURADO, "otra"), STATUS_UNAVAILABLE);
	ck_assert_str_eq(err.interno, "carpeta: No space left on device");
}
END_TEST

/* Whatever the room, an error can be set and read: its texts are never NULL. */
START_TEST(every_size_of_arena_is_survived)
{
	for (size_t max = 0; max < 12000; max += 16) {
		ARENA_AUTO *a = arena_create(max);
		struct error err;
		error_init(&err, a);
		error_add(&err, "/denominacion", MENSAJE_REQUERIDO);
		error_add(&err, "/contrapartes", MENSAJE_ELEMENTOS_MIN, "1");
		ck_assert_int_eq(error_set(&err, PROBLEM_PARAMETRO_INVALIDO, "limite", "no es un número"), STATUS_INVALID);
		ck_assert_uint_eq(err.n_items + err.n_items_dropped, 2);
		for (size_t i = 0; i < err.n_items; i++) {
			ck_assert_ptr_nonnull(err.items[i].pointer);
			ck_assert_ptr_nonnull(err.items[i].detail.es);
			ck_assert_ptr_nonnull(err.items[i].que_hacer.en);
		}
		ck_assert_ptr_nonnull(err.detail.es);
		ck_assert_ptr_nonnull(err.detail.en);
		ck_assert_ptr_null(strstr(err.detail.es, "{0}"));
	}
}
END_TEST

int main(void)
{
	Suite *s = suite_create("base/error");
	TCase *tc = tcase_create("error");
	tcase_add_test(tc, catalogue_rows_are_complete);
	tcase_add_test(tc, slugs_are_unique);
	tcase_add_test(tc, both_languages_use_the_same_arguments);
	tcase_add_test(tc, numbers_outside_the_catalogue_are_ours);
	tcase_add_test(tc, fill);
	tcase_add_test(tc, first_problem_wins);
	tcase_add_test(tc, extemporaneo_names_both_ways_out);
	tcase_add_test(tc, items_are_kept_up_to_the_maximum);
	tcase_add_test(tc, every_size_of_arena_is_survived);
	tcase_add_test(tc, the_system_says_why_and_only_to_the_log);
	suite_add_tcase(s, tc);
	SRunner *sr = srunner_create(s);
	srunner_run_all(sr, CK_ENV);
	int failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
