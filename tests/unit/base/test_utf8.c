#include "base/utf8.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static bool valid(const char *s)
{
	return utf8_valid(s, strlen(s));
}

START_TEST(well_formed)
{
	static const char *const good[] = {"", "oficio", "Año ñandú", "日本語", "\x7f", "\xc2\x80", "\xdf\xbf", "\xe0\xa0\x80",
		"\xed\x9f\xbf", "\xee\x80\x80", "\xef\xbf\xbf", "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf"};
	for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
		ck_assert_msg(valid(good[i]), "%zu", i);
	ck_assert(utf8_valid("a\0b", 3));
}
END_TEST

START_TEST(malformed)
{
	static const char *const bad[] = {"\x80", "\xbf", "\xc0\x80", "\xc1\xbf", "\xc3", "\xc3(", "\xe0\x80\x80", "\xe0\x9f\xbf",
		"\xe2\x82", "\xed\xa0\x80", "\xed\xbf\xbf", "\xf0\x80\x80\x80", "\xf0\x8f\xbf\xbf", "\xf0\x90\x80", "\xf4\x90\x80\x80",
		"\xf5\x80\x80\x80", "\xf8\x88\x80\x80\x80", "\xfe", "\xff", "a\xe1\x80", "\xc3\xb1\xb1"};
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		ck_assert_msg(!valid(bad[i]), "%zu", i);
		ck_assert_msg(utf8_has_control(bad[i]), "%zu", i); /* what cannot be read is not vouched for */
	}
}
END_TEST

/* Encodes a code point, well-formed or not: the only other judge of validity here is the definition itself. */
static size_t encode(uint32_t c, char out[5])
{
	size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
	static const uint32_t first[] = {0, 0, 0xC0, 0xE0, 0xF0};
	for (size_t i = n - 1; i > 0; i--, c >>= 6)
		out[i] = (char)(0x80 | (c & 0x3F));
	out[0] = (char)(first[n] | c);
	out[n] = '\0';
	return n;
}

/* Wherever it stands among ASCII, of which many bytes are read at once. */
START_TEST(any_place)
{
	for (size_t at = 0; at < 24; at++) {
		char s[] = "abcdefghijklmnopqrstuvwxyz";
		s[at] = '\xC3';
		ck_assert(!utf8_valid(s, 26) && !utf8_valid(s, at + 1) && utf8_valid(s, at));
		s[at + 1] = '\xB1';
		ck_assert(utf8_valid(s, 26) && !utf8_valid(s, at + 1) && utf8_valid(s, at + 2));
	}
}
END_TEST

START_TEST(every_code_point)
{
	for (uint32_t c = 1; c <= 0x1FFFFF; c++) {
		char s[5];
		size_t n = encode(c, s);
		bool expected = c <= 0x10FFFF && (c < 0xD800 || c > 0xDFFF);
		if (utf8_valid(s, n) != expected)
			ck_abort_msg("U+%04X", c);
		if (expected && utf8_length(s) != 1)
			ck_abort_msg("U+%04X", c);
		bool control = (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029 ||
			(c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
		if (expected && utf8_has_control(s) != control)
			ck_abort_msg("U+%04X", c);
	}
}
END_TEST

START_TEST(lengths)
{
	ck_assert_uint_eq(utf8_length(""), 0);
	ck_assert_uint_eq(utf8_length("año"), 3);
	ck_assert_uint_eq(utf8_length("日本語 €"), 5);
	ck_assert(!utf8_has_control("línea\n\totra"));
	ck_assert(utf8_has_control("línea\r\n"));
}
END_TEST

int main(void)
{
	Suite *s = suite_create("base/utf8");
	TCase *tc = tcase_create("utf8");
	tcase_set_timeout(tc, 60);
	tcase_add_test(tc, well_formed);
	tcase_add_test(tc, malformed);
	tcase_add_test(tc, any_place);
	tcase_add_test(tc, every_code_point);
	tcase_add_test(tc, lengths);
	suite_add_tcase(s, tc);
	SRunner *sr = srunner_create(s);
	srunner_run_all(sr, CK_ENV);
	int failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
