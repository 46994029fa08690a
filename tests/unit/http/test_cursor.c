/* Sealed cursors: what opens, and what does not. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "http/cursor.h"

static struct arena *a;

static void setup(void)
{
	ck_assert(hash_init());
	a = arena_create((size_t)1 << 20);
}

static void teardown(void)
{
	arena_destroy(a);
}

static struct sha256_ctx question(const char *que)
{
	struct sha256_ctx c;
	sha256_begin(&c);
	sha256_add(&c, que, strlen(que) + 1);
	return c;
}

START_TEST(opens_for_its_question_only)
{
	const struct sha256_ctx q = question("q=kioto"), otra = question("q=popayan");
	char clave[CURSOR_CLAVE_MAX + 1];
	size_t n = 0;
	const char *s = cursor_seal(&q, "a\0b", 3, a);
	ck_assert_ptr_nonnull(s);
	ck_assert(cursor_open(&q, s, clave, 3, &n));
	ck_assert_uint_eq(n, 3);
	ck_assert_mem_eq(clave, "a\0b", 4);
	ck_assert(!cursor_open(&otra, s, clave, 3, &n));
	ck_assert(!cursor_open(&q, s, clave, 2, &n));
}
END_TEST

START_TEST(nothing_else_opens)
{
	const struct sha256_ctx q = question("q=kioto");
	char clave[CURSOR_CLAVE_MAX + 1];
	size_t n;
	const char *s = cursor_seal(&q, "2016-11-01|R", 12, a);
	for (size_t i = 0; i < strlen(s); i++) {
		char *otro = arena_strdup(a, s);
		otro[i] = otro[i] == '0' ? '1' : '0';
		ck_assert(!cursor_open(&q, otro, clave, CURSOR_CLAVE_MAX, &n));
		otro[i] = '\0';
		ck_assert(!cursor_open(&q, otro, clave, CURSOR_CLAVE_MAX, &n));
	}
	ck_assert(!cursor_open(&q, arena_printf(a, "%s0", s), clave, CURSOR_CLAVE_MAX, &n));
	ck_assert(!cursor_open(&q, arena_printf(a, "%s00", s), clave, CURSOR_CLAVE_MAX, &n));
	ck_assert(!cursor_open(&q, "", clave, CURSOR_CLAVE_MAX, &n));
	ck_assert(!cursor_open(&q, "zz", clave, CURSOR_CLAVE_MAX, &n));
}
END_TEST

START_TEST(a_key_has_a_size)
{
	static const char ceros[CURSOR_CLAVE_MAX + 1];
	const struct sha256_ctx q = question("q");
	char clave[CURSOR_CLAVE_MAX + 1];
	size_t n;
	ck_assert_ptr_null(cursor_seal(&q, ceros, 0, a));
	ck_assert_ptr_null(cursor_seal(&q, ceros, CURSOR_CLAVE_MAX + 1, a));
	const char *s = cursor_seal(&q, ceros, CURSOR_CLAVE_MAX, a);
	ck_assert(cursor_open(&q, s, clave, CURSOR_CLAVE_MAX, &n));
	ck_assert_uint_eq(n, CURSOR_CLAVE_MAX);
	ck_assert(!cursor_open(&q, arena_printf(a, "%s00", s), clave, CURSOR_CLAVE_MAX, &n));
}
END_TEST

START_TEST(date_and_number)
{
	char uno[] = "2016-11-01|RAII-2026-00041", dos[] = "|a|b", sin[] = "2016-11-01", mal[] = "2016-13-01|x", nada[] = "";
	dia_t d;
	const char *numero;
	ck_assert(cursor_date_number(uno, &d, &numero));
	ck_assert_int_eq(d, dia_from_civil((struct civil){.anio = 2016, .mes = 11, .dia = 1}));
	ck_assert_str_eq(numero, "RAII-2026-00041");
	ck_assert(cursor_date_number(dos, &d, &numero));
	ck_assert_int_eq(d, DIA_NINGUNO);
	ck_assert_str_eq(numero, "a|b");
	ck_assert(!cursor_date_number(sin, &d, &numero));
	ck_assert(!cursor_date_number(mal, &d, &numero));
	ck_assert(!cursor_date_number(nada, &d, &numero));
}
END_TEST

int main(void)
{
	Suite *s = suite_create("http/cursor");
	TCase *t = tcase_create("cursor");
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, opens_for_its_question_only);
	tcase_add_test(t, nothing_else_opens);
	tcase_add_test(t, a_key_has_a_size);
	tcase_add_test(t, date_and_number);
	suite_add_tcase(s, t);
	SRunner *r = srunner_create(s);
	srunner_run_all(r, CK_ENV);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
