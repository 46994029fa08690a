#include "base/hash.h"

#include <check.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static void check_sha(const char *text, const char *hex)
{
	struct sha256 h, expected;
	char out[SHA256_HEX_LEN];
	sha256_of(text, strlen(text), &h);
	hex_encode(h.b, sizeof h.b, out);
	ck_assert_str_eq(out, hex);
	ck_assert(hex_decode(hex, expected.b, sizeof expected.b));
	ck_assert(sha256_equal(&h, &expected));
}

START_TEST(sha256_known_answers)
{
	check_sha("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	check_sha("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	check_sha("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
		"248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}
END_TEST

START_TEST(sha256_in_pieces_is_the_same)
{
	uint8_t data[1000];
	for (size_t i = 0; i < sizeof data; i++)
		data[i] = (uint8_t)(i * 7);
	struct sha256 whole, pieces;
	sha256_of(data, sizeof data, &whole);
	for (size_t step = 1; step < 200; step += 13) {
		struct sha256_ctx c;
		sha256_begin(&c);
		sha256_add(&c, NULL, 0);
		for (size_t i = 0; i < sizeof data; i += step)
			sha256_add(&c, data + i, step < sizeof data - i ? step : sizeof data - i);
		sha256_end(&c, &pieces);
		ck_assert(sha256_equal(&whole, &pieces));
	}
	pieces.b[31] ^= 1;
	ck_assert(!sha256_equal(&whole, &pieces));
	ck_assert(!sha256_is_zero(&whole));
	ck_assert(sha256_is_zero(&(struct sha256){0}));
}
END_TEST

START_TEST(hexadecimal)
{
	uint8_t out[3] = {0};
	ck_assert(hex_decode("00fFa9", out, 3));
	ck_assert_mem_eq(out, "\x00\xff\xa9", 3);
	static const char *const bad[] = {"", "0", "00ffa", "00ffa90", "00ffa9 ", "00ffg9", "0x0fa9", "00 fa9"};
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		ck_assert_msg(!hex_decode(bad[i], out, 3), "%s", bad[i]);
	ck_assert(hex_decode("", out, 0));
	char text[1];
	hex_encode(out, 0, text);
	ck_assert_str_eq(text, "");
}
END_TEST

START_TEST(base64)
{
	char text[45];
	struct sha256 h, back;
	sha256_of("abc", 3, &h);
	base64_encode(h.b, sizeof h.b, text, sizeof text);
	ck_assert_str_eq(text, "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
	ck_assert(base64_decode(text, strlen(text), back.b, sizeof back.b));
	ck_assert(sha256_equal(&h, &back));
	base64_encode(h.b, sizeof h.b, text, 44); /* one byte short: nothing, and no abort */
	ck_assert_str_eq(text, "");
	uint8_t two[2];
	ck_assert(base64_decode("TWE=", 4, two, 2));
	ck_assert_mem_eq(two, "Ma", 2);
	static const char *const bad[] = {"", "TWE", "TWE==", "TWF=", "TWFu", "TQ==", "TW-=", "TWE= ", " TWE=", "TWE=TWE=", "T*E="};
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		ck_assert_msg(!base64_decode(bad[i], strlen(bad[i]), two, 2), "%s", bad[i]);
	for (int c = 0; c < 256; c++) { /* every byte in a digit's place */
		const char one[4] = {'T', (char)c, 'E', '='};
		const bool digit = c < 0x80 && (isalnum(c) || c == '+' || c == '/');
		ck_assert_msg(base64_decode(one, 4, two, 2) == digit, "%#x", (unsigned)c);
	}
}
END_TEST

START_TEST(uuids)
{
	char text[UUID_LEN];
	struct uuid u, back;
	ck_assert(uuid_parse("01234567-89AB-7cde-8f01-23456789abcd", &u));
	uuid_format(&u, text);
	ck_assert_str_eq(text, "01234567-89ab-7cde-8f01-23456789abcd");
	static const char *const bad[] = {"", "01234567-89ab-7cde-8f01-23456789abc", "01234567-89ab-7cde-8f01-23456789abcde",
		"0123456789ab7cde8f0123456789abcd", "{01234567-89ab-7cde-8f01-23456789abcd}", "01234567_89ab-7cde-8f01-23456789abcd",
		"01234567-89ab-7cde-8f01-23456789abcg", "01234567-89ab-7cde-8f0123456789abcd-"};
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		ck_assert_msg(!uuid_parse(bad[i], &back), "%s", bad[i]);
	ck_assert(uuid_is_nil(&(struct uuid){0}));
	ck_assert(!uuid_is_nil(&u));
}
END_TEST

START_TEST(uuid_v7_carries_its_time_and_sorts)
{
	struct uuid before = {0};
	for (int64_t ms = 1795176000000; ms < 1795176001000; ms++) {
		struct uuid u = uuid_v7(ms), back;
		char text[UUID_LEN];
		uuid_format(&u, text);
		ck_assert_int_eq(text[14], '7');
		ck_assert_ptr_nonnull(strchr("89ab", text[19]));
		ck_assert(uuid_parse(text, &back));
		ck_assert_int_eq(uuid_cmp(&u, &back), 0);
		ck_assert_int_gt(uuid_cmp(&u, &before), 0);
		int64_t time = 0;
		for (int i = 0; i < 6; i++)
			time = time << 8 | u.b[i];
		ck_assert_int_eq(time, ms);
		before = u;
	}
	struct uuid one = uuid_v7(1), two = uuid_v7(1);
	ck_assert_int_ne(uuid_cmp(&one, &two), 0);
}
END_TEST

START_TEST(random_is_not_constant)
{
	uint8_t one[32], two[32];
	random_bytes(one, sizeof one);
	random_bytes(two, sizeof two);
	ck_assert_mem_ne(one, two, sizeof one);
}
END_TEST

int main(void)
{
	if (!hash_init())
		return EXIT_FAILURE;
	Suite *s = suite_create("base/hash");
	TCase *tc = tcase_create("hash");
	tcase_add_test(tc, sha256_known_answers);
	tcase_add_test(tc, sha256_in_pieces_is_the_same);
	tcase_add_test(tc, hexadecimal);
	tcase_add_test(tc, base64);
	tcase_add_test(tc, uuids);
	tcase_add_test(tc, uuid_v7_carries_its_time_and_sorts);
	tcase_add_test(tc, random_is_not_constant);
	suite_add_tcase(s, tc);
	SRunner *sr = srunner_create(s);
	srunner_run_all(sr, CK_ENV);
	int failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
