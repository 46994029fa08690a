/* Kept answers: by their whole key, bounded in number and in bytes, the oldest first out. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "services/respuestas.h"

#define MAX ((size_t)4000)

static void put(struct respuestas *r, unsigned i, size_t n)
{
	char clave[32];
	BUF_AUTO b;
	buf_init(&b, 2 * MAX);
	snprintf(clave, sizeof clave, "r%u", i);
	while (b.len < n)
		buf_putc(&b, (char)('a' + i % 26));
	respuestas_put(r, clave, &b);
}

/* Bytes kept under the key; 0: none. */
static size_t kept(struct respuestas *r, unsigned i)
{
	char clave[32];
	snprintf(clave, sizeof clave, "r%u", i);
	const struct guardada *g = respuestas_take(r, clave);
	if (!g)
		return 0;
	const size_t n = g->len;
	ck_assert_int_eq(g->cuerpo[n], '\0');
	for (size_t k = 0; k < n; k++)
		ck_assert_int_eq(g->cuerpo[k], 'a' + (int)(i % 26));
	respuestas_release(g);
	return n;
}

START_TEST(by_its_whole_key)
{
	struct respuestas *r = respuestas_create(MAX);
	put(r, 1, 10);
	put(r, 11, 20);
	put(r, 1, 30); /* it is true already */
	ck_assert_uint_eq(kept(r, 1), 10);
	ck_assert_uint_eq(kept(r, 11), 20);
	ck_assert_uint_eq(kept(r, 111), 0);
	respuestas_destroy(r);
}
END_TEST

START_TEST(the_oldest_give_way_to_bytes)
{
	struct respuestas *r = respuestas_create(MAX);
	for (unsigned i = 0; i < 10; i++)
		put(r, i, MAX / 4);
	for (unsigned i = 0; i < 10; i++)
		ck_assert_uint_eq(kept(r, i), i < 6 ? 0 : MAX / 4);
	put(r, 10, MAX / 4 + 1);
	ck_assert_uint_eq(kept(r, 10), 0);
	ck_assert_uint_eq(kept(r, 6), MAX / 4);
	respuestas_destroy(r);
}
END_TEST

START_TEST(and_to_number)
{
	struct respuestas *r = respuestas_create(MAX);
	for (unsigned i = 0; i < 1000; i++)
		put(r, i, 1);
	ck_assert_uint_eq(kept(r, 1000 - 65), 0);
	ck_assert_uint_eq(kept(r, 1000 - 64), 1);
	ck_assert_uint_eq(kept(r, 999), 1);
	respuestas_destroy(r);
}
END_TEST

START_TEST(what_is_being_sent_outlives_its_place)
{
	struct respuestas *r = respuestas_create(MAX);
	put(r, 0, 100);
	const struct guardada *g = respuestas_take(r, "r0"), *otra = respuestas_take(r, "r0");
	ck_assert_ptr_eq(g, otra);
	respuestas_release(otra);
	for (unsigned i = 1; i < 100; i++)
		put(r, i, 1);
	ck_assert_uint_eq(kept(r, 0), 0);
	respuestas_destroy(r);
	ck_assert_int_eq(g->cuerpo[99], 'a');
	respuestas_release(g);
}
END_TEST

START_TEST(what_failed_or_has_too_long_a_key_is_not_kept)
{
	struct respuestas *r = respuestas_create(MAX);
	BUF_AUTO b;
	buf_init(&b, 4);
	buf_puts(&b, "cuatro o más");
	ck_assert(b.failed);
	respuestas_put(r, "r1", &b);
	ck_assert_uint_eq(kept(r, 1), 0);
	buf_reset(&b);
	buf_puts(&b, "sí");
	char larga[65];
	memset(larga, 'r', 64);
	larga[64] = '\0';
	respuestas_put(r, larga, &b);
	ck_assert_ptr_null(respuestas_take(r, larga));
	respuestas_destroy(r);
	respuestas_destroy(NULL);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("respuestas");
	TCase *t = tcase_create("respuestas");
	tcase_add_test(t, by_its_whole_key);
	tcase_add_test(t, the_oldest_give_way_to_bytes);
	tcase_add_test(t, and_to_number);
	tcase_add_test(t, what_is_being_sent_outlives_its_place);
	tcase_add_test(t, what_failed_or_has_too_long_a_key_is_not_kept);
	suite_add_tcase(s, t);
	SRunner *r = srunner_create(s);
	srunner_run_all(r, CK_ENV);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
