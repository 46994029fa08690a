#include "base/log.h"

#include <check.h>
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/utf8.h"

/* Standard error into a file while a test runs; what was written comes back as text. */
static int saved_stderr;
static char path[64];

static void capture_begin(void)
{
	strncpy(path, "/tmp/dictamen-log-XXXXXX", sizeof path - 1);
	int fd = mkstemp(path);
	ck_assert_int_ge(fd, 0);
	saved_stderr = dup(STDERR_FILENO);
	dup2(fd, STDERR_FILENO);
	close(fd);
}

static char *capture_end(void)
{
	static char text[1 << 20];
	lseek(STDERR_FILENO, 0, SEEK_SET);
	ssize_t n = read(STDERR_FILENO, text, sizeof text - 1);
	dup2(saved_stderr, STDERR_FILENO);
	close(saved_stderr);
	unlink(path);
	ck_assert_int_ge(n, 0);
	text[n] = '\0';
	return text;
}

START_TEST(one_line_of_json)
{
	capture_begin();
	errno = ENOENT;
	log_event(LOG_WARN, "acto", LOG_TEXT("ruta", "/v1/\"x\"\\\n\x01"), LOG_INT("ms", -12), LOG_TEXT("nada", NULL),
		LOG_TEXT("ñ", "señal"));
	int after = errno;
	const char *line = capture_end();
	ck_assert_int_eq(after, ENOENT);
	ck_assert_ptr_nonnull(strstr(line,
		"\"level\":\"warn\",\"event\":\"acto\",\"ruta\":\"/v1/"
		"\\\"x\\\"\\\\\\u000a\\u0001\",\"ms\":-12,\"nada\":\"\",\"ñ\":\"señal\"}\n"));
	ck_assert_int_eq(strncmp(line, "{\"ts\":\"20", 9), 0);
	ck_assert_ptr_eq(strchr(line, '\n'), line + strlen(line) - 1);
}
END_TEST

START_TEST(levels)
{
	capture_begin();
	log_event(LOG_DEBUG, "a");
	log_set_level(LOG_DEBUG);
	log_event(LOG_DEBUG, "b");
	log_set_level(LOG_ERROR);
	log_event(LOG_WARN, "c");
	log_event(LOG_ERROR, "d");
	log_set_level(LOG_INFO);
	const char *text = capture_end();
	ck_assert_ptr_null(strstr(text, "\"a\""));
	ck_assert_ptr_nonnull(strstr(text, "\"level\":\"debug\",\"event\":\"b\"}"));
	ck_assert_ptr_null(strstr(text, "\"c\""));
	ck_assert_ptr_nonnull(strstr(text, "\"event\":\"d\""));
}
END_TEST

START_TEST(bytes_that_are_not_text_stay_readable)
{
	capture_begin();
	log_event(LOG_INFO, "e", LOG_TEXT("x", "a\xff\xc3(b"));
	const char *line = capture_end();
	ck_assert(utf8_valid(line, strlen(line)));
	ck_assert_ptr_nonnull(strstr(line, "\"a\\ufffd\\ufffd(b\""));
}
END_TEST

START_TEST(long_values_are_cut_between_characters)
{
	static char value[20001];
	for (size_t i = 0; i + 1 < sizeof value - 1; i += 2)
		memcpy(value + i + 1, "ñ", i + 2 < sizeof value - 1 ? 2 : 0);
	value[0] = 'x';
	capture_begin();
	log_event(LOG_INFO, "e", LOG_TEXT("x", value));
	const char *line = capture_end();
	ck_assert(utf8_valid(line, strlen(line)));
	ck_assert_uint_lt(strlen(line), 5000);
	ck_assert_ptr_null(strstr(line, "ufffd"));
	ck_assert_ptr_nonnull(strstr(line, "…\"}\n"));
}
END_TEST

START_TEST(a_line_past_its_maximum_keeps_the_event)
{
	static char control[4001];
	memset(control, 1, sizeof control - 1);
	capture_begin();
	log_event(LOG_INFO, "grande", LOG_TEXT("a", control), LOG_TEXT("b", control), LOG_TEXT("c", control));
	const char *line = capture_end();
	ck_assert_ptr_nonnull(strstr(line, "\"event\":\"grande\"}\n"));
}
END_TEST

static void *logger(void *unused)
{
	(void)unused;
	for (int i = 0; i < 500; i++)
		log_event(LOG_INFO, "hilo", LOG_INT("i", i));
	return NULL;
}

START_TEST(lines_of_threads_do_not_mix)
{
	pthread_t threads[4];
	capture_begin();
	for (size_t i = 0; i < 4; i++)
		ck_assert_int_eq(pthread_create(&threads[i], NULL, logger, NULL), 0);
	for (size_t i = 0; i < 4; i++)
		pthread_join(threads[i], NULL);
	char *text = capture_end();
	int lines = 0;
	for (char *next, *line = text; *line; line = next, lines++) {
		next = strchr(line, '\n');
		ck_assert_ptr_nonnull(next);
		ck_assert_int_eq(next[-1], '}');
		ck_assert_int_eq(line[0], '{');
		*next++ = '\0';
		ck_assert_ptr_nonnull(strstr(line, "\"event\":\"hilo\",\"i\":"));
	}
	ck_assert_int_eq(lines, 2000);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("base/log");
	TCase *tc = tcase_create("log");
	tcase_add_test(tc, one_line_of_json);
	tcase_add_test(tc, levels);
	tcase_add_test(tc, bytes_that_are_not_text_stay_readable);
	tcase_add_test(tc, long_values_are_cut_between_characters);
	tcase_add_test(tc, a_line_past_its_maximum_keeps_the_event);
	tcase_add_test(tc, lines_of_threads_do_not_mix);
	suite_add_tcase(s, tc);
	SRunner *sr = srunner_create(s);
	srunner_run_all(sr, CK_ENV);
	int failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
