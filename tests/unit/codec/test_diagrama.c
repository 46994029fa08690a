/* The diagram in the docs is the one that the table gives. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#include "codec/diagrama.h"

START_TEST(docs_hold_the_generated_diagram)
{
	BUF_AUTO made;
	BUF_AUTO kept;
	buf_init(&made, 1 << 20);
	buf_init(&kept, 1 << 20);
	diagrama_write(&made);
	FILE *f = fopen(DICTAMEN_FUENTES "/docs/arquitectura/procedimiento.md", "r");
	ck_assert_ptr_nonnull(f);
	char line[4096];
	size_t n;
	while ((n = fread(line, 1, sizeof line, f)) > 0)
		buf_append(&kept, line, n);
	fclose(f);
	ck_assert(!made.failed && !kept.failed);
	ck_assert_str_eq(buf_str(&made), buf_str(&kept)); /* else: dictamenctl diagrama > docs/arquitectura/procedimiento.md */
}
END_TEST

int main(void)
{
	Suite *s = suite_create("codec/diagrama");
	TCase *t = tcase_create("diagrama");
	tcase_add_test(t, docs_hold_the_generated_diagram);
	suite_add_tcase(s, t);
	SRunner *r = srunner_create(s);
	srunner_run_all(r, CK_NORMAL);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
