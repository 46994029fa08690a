#include "base/buf.h"

#include <check.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

START_TEST(appends)
{
	BUF_AUTO b;
	buf_init(&b, 1000);
	ck_assert_str_eq(buf_str(&b), "");
	ck_assert_ptr_null(b.data);
	buf_puts(&b, "folio ");
	buf_int(&b, INT64_MIN);
	buf_putc(&b, '|');
	buf_int(&b, INT64_MAX);
	buf_printf(&b, "|%s-%03d", "x", 9);
	buf_append(&b, NULL, 0);
	ck_assert_str_eq(buf_str(&b), "folio -9223372036854775808|9223372036854775807|x-009");
	ck_assert_uint_eq(b.len, strlen(b.data));
	ck_assert(!b.failed);
	buf_append(&b, "\0z", 2);
	ck_assert_int_eq(b.data[b.len - 1], 'z');
	ck_assert_int_eq(b.data[b.len], '\0');
}
END_TEST

START_TEST(maximum_is_exact_and_failure_is_sticky)
{
	for (size_t max = 0; max < 300; max++) {
		BUF_AUTO b;
		buf_init(&b, max);
		for (size_t i = 0; i < max; i++)
			buf_putc(&b, 'x');
		ck_assert(!b.failed);
		ck_assert_uint_eq(b.len, max);
		buf_putc(&b, 'y');
		ck_assert(b.failed);
		ck_assert_uint_eq(b.len, max);
		buf_puts(&b, "");
		buf_printf(&b, "%s", "");
		ck_assert(b.failed);
		ck_assert_uint_eq(strlen(buf_str(&b)), max);
		buf_reset(&b);
		ck_assert(!b.failed);
		ck_assert_str_eq(buf_str(&b), "");
		if (max > 0) {
			buf_putc(&b, 'z');
			ck_assert_str_eq(buf_str(&b), "z");
		}
	}
}
END_TEST

START_TEST(an_append_that_does_not_fit_changes_nothing)
{
	BUF_AUTO b;
	buf_init(&b, 5);
	buf_puts(&b, "abc");
	buf_puts(&b, "def");
	ck_assert_str_eq(buf_str(&b), "abc");
	buf_puts(&b, "d");
	ck_assert_str_eq(buf_str(&b), "abc");
	ck_assert(b.failed);
	buf_reset(&b);
	buf_printf(&b, "%d", 123456);
	ck_assert(b.failed);
	ck_assert_str_eq(buf_str(&b), "");
}
END_TEST

START_TEST(exhausted_memory_fails)
{
	BUF_AUTO b;
	buf_init(&b, SIZE_MAX);
	buf_puts(&b, "ok");
	buf_append(&b, "", SIZE_MAX / 2);
	ck_assert(b.failed);
	ck_assert_str_eq(buf_str(&b), "ok");
	buf_reset(&b);
	buf_append(&b, "", SIZE_MAX);
	ck_assert(b.failed);
}
END_TEST

START_TEST(steal_gives_the_memory_away)
{
	BUF_AUTO b;
	buf_init(&b, 100);
	buf_puts(&b, "acuse");
	size_t len = 0;
	char *s = buf_steal(&b, &len);
	ck_assert_str_eq(s, "acuse");
	ck_assert_uint_eq(len, 5);
	ck_assert_str_eq(buf_str(&b), "");
	free(s);
	s = buf_steal(&b, NULL);
	ck_assert_str_eq(s, "");
	free(s);
	buf_puts(&b, "otra vez");
	ck_assert_str_eq(buf_str(&b), "otra vez");
}
END_TEST

START_TEST(a_file_is_read_whole_or_told)
{
	char ruta[] = "/tmp/buf.XXXXXX";
	const int fd = mkstemp(ruta);
	BUF_AUTO b;
	buf_init(&b, 20000);
	ck_assert_int_eq(ftruncate(fd, 20000), 0);
	ck_assert(buf_append_file(&b, ruta));
	ck_assert_uint_eq(b.len, 20000);
	buf_reset(&b);
	ck_assert_int_eq(ftruncate(fd, 20001), 0);
	ck_assert(!buf_append_file(&b, ruta) && b.failed);
	ck_assert_int_eq(errno, EFBIG);
	buf_reset(&b);
	ck_assert(!buf_append_file(&b, "/") && !b.failed);
	ck_assert_int_eq(errno, EISDIR);
	close(fd);
	unlink(ruta);
	ck_assert(!buf_append_file(&b, ruta));
	ck_assert_int_eq(errno, ENOENT);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("base/buf");
	TCase *tc = tcase_create("buf");
	tcase_add_test(tc, appends);
	tcase_add_test(tc, maximum_is_exact_and_failure_is_sticky);
	tcase_add_test(tc, an_append_that_does_not_fit_changes_nothing);
	tcase_add_test(tc, exhausted_memory_fails);
	tcase_add_test(tc, steal_gives_the_memory_away);
	tcase_add_test(tc, a_file_is_read_whole_or_told);
	suite_add_tcase(s, tc);
	SRunner *sr = srunner_create(s);
	srunner_run_all(sr, CK_ENV);
	int failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
