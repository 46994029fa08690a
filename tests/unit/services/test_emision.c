/* The jobs and the documents: what the table of documents says an act leaves is what the act owes as a job, and nothing else. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "services/emision.h"
#include "services/trabajos.h"

START_TEST(lo_debido_es_lo_emitido)
{
	for (int acto = 1; acto < ACTO_COUNT; acto++) {
		const char *slugs[TRABAJOS_POR_ACTO_MAX];
		size_t n = trabajos_de_acto(trabajo_clases, (enum acto_tipo)acto, slugs);
		bool debe = false;
		for (size_t i = 0; i < n; i++)
			debe |= strcmp(slugs[i], EMISION_TRABAJO) == 0;
		ck_assert_msg(debe == (emision_find((enum acto_tipo)acto) != NULL), "%s", vocabulario_slug(&vocabulario_acto, acto));
	}
}
END_TEST

int main(void)
{
	Suite *s = suite_create("emision");
	TCase *t = tcase_create("emision");
	tcase_add_test(t, lo_debido_es_lo_emitido);
	suite_add_tcase(s, t);
	SRunner *r = srunner_create(s);
	srunner_run_all(r, CK_ENV);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
