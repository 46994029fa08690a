/* The normalisation table, and every branch of domain/texto.c. */
#include "domain/texto.h"

#include <check.h>
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

static bool sin_memoria;

/* The program's own definition comes before the shared library's: the one failure that utf8proc has left on valid text. */
utf8proc_ssize_t utf8proc_map(const utf8proc_uint8_t *str, utf8proc_ssize_t strlen_, utf8proc_uint8_t **dst, utf8proc_option_t options)
{
	utf8proc_ssize_t (*real)(const utf8proc_uint8_t *, utf8proc_ssize_t, utf8proc_uint8_t **, utf8proc_option_t) = NULL;
	void *symbol = dlsym(RTLD_NEXT, "utf8proc_map");

	memcpy(&real, &symbol, sizeof real);
	return sin_memoria ? UTF8PROC_ERROR_NOMEM : real(str, strlen_, dst, options);
}

static const struct caso {
	const char *in, *out;
} casos[] = {
	/* nothing */
	{"", ""},
	{" \t\r\n \xC2\xA0\n\n", ""},
	/* case, composition, accents and ñ */
	{"CONVENIO Marco", "convenio marco"},
	{"AN\xCC\x83O", "a\xC3\xB1o"}, /* n + combining tilde */
	{"\xC3\x91", "\xC3\xB1"},      /* Ñ */
	{"n", "n"},
	{"Educaci\xC3\x93N", "educaci\xC3\xB3n"},
	{"educacio\xCC\x81n", "educaci\xC3\xB3n"},
	{"STRASSE Stra\xC3\x9F"
	 "e",
		"strasse strasse"},
	{"\xE2\x84\xAB", "\xC3\xA5"},                 /* angstrom sign: canonical */
	{"m\xC2\xB2 \xEF\xAC\x81n", "m\xC2\xB2 fin"}, /* superscript stays; the ligature goes with full case folding */
	{"\xE2\x84\x96 5", "\xE2\x84\x96 5"},         /* № is a compatibility form: stays */
	/* what does not show */
	{"con\xC2\xADvenio \xE2\x80\x8B"
	 "a\xEF\xBB\xBF"
	 "b",
		"convenio ab"},
	/* white space */
	{"  uno \t dos\r\n\r\ntres\xC2\xA0"
	 "cuatro\xE2\x80\x83"
	 "cinco\xE3\x80\x80seis  ",
		"uno dos tres cuatro cinco seis"},
	{"a\xE2\x80\xA8"
	 "b\xE2\x80\xA9"
	 "c\xC2\x85"
	 "d\xE1\x9A\x80"
	 "e\xE2\x80\xAF"
	 "f\xE2\x81\x9F"
	 "g",
		"a b c d e f g"},
	{"uno\xE2\x80\x8B dos", "uno dos"},
	/* marks of lists that go */
	{"a) Objeto", "objeto"},
	{"A.- Objeto", "objeto"},
	{"\xC3\xB1) Objeto", "objeto"},
	{"z. Objeto", "objeto"},
	{"1. Objeto", "objeto"},
	{"12.\tObjeto", "objeto"},
	{"  3)\xC2\xA0Objeto", "objeto"},
	{"I.- Objeto", "objeto"},
	{"iv) Objeto", "objeto"},
	{"IX. Objeto", "objeto"},
	{"XL.\xE2\x80\x93 Objeto", "objeto"},
	{"XCIX.\xE2\x80\x94 Objeto", "objeto"},
	{"CCCXLVIII.) Objeto", "objeto"},
	{"VIII.-) Objeto", "objeto"},
	{"(a) Objeto", "objeto"},
	{"(12).- Objeto", "objeto"},
	{"(iii) Objeto", "objeto"},
	{"1.2.3.4.5.- Objeto", "objeto"},
	{"I.1 Objeto", "objeto"},
	{"I.2. Objeto", "objeto"},
	{"a.1) Objeto", "objeto"},
	{"1.a) Objeto", "objeto"},
	{"\xE2\x80\xA2 Objeto", "objeto"},
	{"\xE2\x80\x93 Objeto", "objeto"},
	{"- Objeto", "objeto"},
	{"* Objeto", "objeto"},
	{"\xC2\xB7\tObjeto", "objeto"},
	{"\xEF\x82\xB7 Objeto", "objeto"},
	{"uno\n2. dos\n\n\xE2\x80\xA2 tres", "uno dos tres"},
	{"C. Juan P\xC3\xA9rez", "juan p\xC3\xA9rez"}, /* accepted consequence */
	/* what only looks like one */
	{"PRIMERA.- Objeto", "primera.- objeto"},
	{"civil. Objeto", "civil. objeto"},
	{"iiii. Objeto", "iiii. objeto"},
	{"cccc) Objeto", "cccc) objeto"},
	{"aa) Objeto", "aa) objeto"},
	{"100. Objeto", "100. objeto"},
	{"2026.- Objeto", "2026.- objeto"},
	{"1.5 millones", "1.5 millones"},
	{"1.500.- pesos", "1.500.- pesos"},
	{"1.2.3.4.5.6. Objeto", "1.2.3.4.5.6. objeto"},
	{"a Objeto", "a objeto"},
	{"y", "y"},
	{"a)Objeto", "a)objeto"},
	{"-5 grados", "-5 grados"},
	{"\xE2\x80\xA2Objeto", "\xE2\x80\xA2objeto"},
	{"(a Objeto", "(a objeto"},
	{"(veinte) Objeto", "(veinte) objeto"},
	{"($20.00) Objeto", "($20.00) objeto"},
	{"1.....Objeto", "1.....objeto"},
	{"1.... Objeto", "1.... objeto"},
	{". Objeto", ". objeto"},
	{"i.\xC3\xA1 Objeto", "i.\xC3\xA1 objeto"},
	{"{) Objeto", "{) objeto"},
	/* a mark alone is text */
	{"3.", "3."},
	{"3. \t ", "3."},
	{"\xE2\x80\xA2", "\xE2\x80\xA2"},
	{"a)\nObjeto", "a) objeto"},
	/* one mark, and only at the beginning */
	{"1. a) Objeto", "a) objeto"},
	{"Objeto 1. a) b", "objeto 1. a) b"},
};

START_TEST(test_table)
{
	const struct caso *c = &casos[_i];
	BUF_AUTO out;

	buf_init(&out, 1000);
	ck_assert_int_eq(texto_normalize(c->in, strlen(c->in), &out), STATUS_OK);
	ck_assert_str_eq(buf_str(&out), c->out);
}
END_TEST

START_TEST(test_not_utf8)
{
	static const char *const bad[] = {"\xFF", "a\xC3", "\xED\xA0\x80", "\xC0\x80"};
	BUF_AUTO out;

	buf_init(&out, 1000);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		ck_assert_int_eq(texto_normalize(bad[i], strlen(bad[i]), &out), STATUS_INVALID);
	ck_assert(!out.failed);
}
END_TEST

START_TEST(test_room)
{
	BUF_AUTO out;

	buf_init(&out, 4);
	ck_assert_int_eq(texto_normalize("uno dos\ntres", 12, &out), STATUS_INVALID);
	ck_assert(out.failed);
}
END_TEST

START_TEST(test_memory)
{
	BUF_AUTO out;

	buf_init(&out, 1000);
	sin_memoria = true;
	ck_assert_int_eq(texto_normalize("uno", 3, &out), STATUS_UNAVAILABLE);
	sin_memoria = false;
	ck_assert_int_eq(texto_normalize("uno", 3, &out), STATUS_OK);
}
END_TEST

START_TEST(test_appends)
{
	BUF_AUTO out;

	buf_init(&out, 1000);
	buf_puts(&out, "antes:");
	ck_assert_int_eq(texto_normalize(" Uno  Dos ", 10, &out), STATUS_OK);
	ck_assert_str_eq(buf_str(&out), "antes:uno dos");
}
END_TEST

START_TEST(test_nul_is_text)
{
	BUF_AUTO out;

	buf_init(&out, 1000);
	ck_assert_int_eq(texto_normalize("A\0B", 3, &out), STATUS_OK);
	ck_assert_uint_eq(out.len, 3);
	ck_assert_mem_eq(out.data, "a\0b", 3);
}
END_TEST

START_TEST(test_words)
{
	ck_assert_uint_eq(texto_palabras("", 0), 0);
	ck_assert_uint_eq(texto_palabras("uno", 3), 1);
	ck_assert_uint_eq(texto_palabras("uno dos tres", 12), 3);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("texto");
	TCase *t = tcase_create("normalize");
	SRunner *r;
	int failed;

	tcase_add_loop_test(t, test_table, 0, (int)(sizeof casos / sizeof *casos));
	tcase_add_test(t, test_not_utf8);
	tcase_add_test(t, test_room);
	tcase_add_test(t, test_memory);
	tcase_add_test(t, test_appends);
	tcase_add_test(t, test_nul_is_text);
	tcase_add_test(t, test_words);
	suite_add_tcase(s, t);
	r = srunner_create(s);
	srunner_run_all(r, CK_NORMAL);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
