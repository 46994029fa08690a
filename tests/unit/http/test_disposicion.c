/* File names in Content-Disposition. */
#include <check.h>
#include <stdlib.h>

#include "http/disposicion.h"

START_TEST(names_in)
{
	static const struct {
		const char *header, *name;
	} rows[] = {
		{"attachment; filename=\"oficio.pdf\"", "oficio.pdf"},
		{"attachment; filename=oficio.pdf", "oficio.pdf"},
		{"attachment; filename=\"x\"; filename*=UTF-8''informaci%C3%B3n.pdf", "información.pdf"},
		{"attachment;FILENAME*=utf-8'es'a%20b.docx", "a b.docx"},
		{"attachment; filename=\"a;b\\\"c.pdf\"", "a;b\"c.pdf"},
		{"attachment; name=\"filename=no\"; filename=\"si.pdf\"", "si.pdf"},
		{"attachment; filename*=UTF-8''%FF", NULL},
		{"attachment; filename*=UTF-8''a%00b", NULL},
		{"attachment; filename*=latin1''x; filename=\"y.pdf\"", "y.pdf"},
		{"attachment; filename=\"abierto", "\"abierto"},
		{"attachment; filename=", NULL},
		{"attachment", NULL},
		{"", NULL},
		{NULL, NULL},
	};
	struct arena *a = arena_create(1 << 16);
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		const char *got = disposicion_filename(rows[i].header, a);
		if (rows[i].name)
			ck_assert_str_eq(got, rows[i].name);
		else
			ck_assert_msg(got == NULL, "row %zu gave %s", i, got);
	}
	arena_destroy(a);
}
END_TEST

START_TEST(names_out)
{
	BUF_AUTO b;
	buf_init(&b, 1000);
	disposicion_write(&b, "información \"1\".pdf");
	ck_assert_str_eq(buf_str(&b), "attachment; filename=\"informaci_n _1_.pdf\"; filename*=UTF-8''informaci%C3%B3n%20%221%22.pdf");
}
END_TEST

int main(void)
{
	Suite *s = suite_create("http/disposicion");
	TCase *t = tcase_create("disposicion");
	tcase_add_test(t, names_in);
	tcase_add_test(t, names_out);
	suite_add_tcase(s, t);
	SRunner *r = srunner_create(s);
	srunner_run_all(r, CK_NORMAL);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
