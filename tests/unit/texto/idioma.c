#include "texto/idioma.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static const struct {
	const char *texto;
	enum idioma idioma;
} casos[] = {
	{"Las Partes cooperarán en las áreas de cultura y turismo de acuerdo con su legislación.", IDIOMA_ES},
	{"The parties shall cooperate in the fields of culture and tourism.", IDIOMA_EN},
	{"Les parties coopèrent dans le domaine de la culture et du tourisme pour les citoyens.", IDIOMA_FR},
	{"As partes cooperarão na área da cultura e do turismo, em conformidade com a legislação.", IDIOMA_PT},
	{"Die Parteien arbeiten auf dem Gebiet der Kultur und des Tourismus mit dem Ziel zusammen.", IDIOMA_DE},
	{"Le parti collaborano nel settore della cultura e del turismo per il bene dei cittadini.", IDIOMA_IT},
	{"Стороны сотрудничают в области культуры и туризма.", IDIOMA_OTRO},
	{"両当事者は文化及び観光の分野において協力する。", IDIOMA_OTRO},
	{"ACUERDO DE HERMANAMIENTO ENTRE EL AYUNTAMIENTO Y LA CIUDAD", IDIOMA_ES},
	{"John Smith", IDIOMA_NINGUNO},
	{"", IDIOMA_NINGUNO},
	{"123 456 789 – 10", IDIOMA_NINGUNO},
	{"Guadalajara Monterrey Querétaro Toluca Mérida", IDIOMA_NINGUNO},
	{"\xff\xfe de los y la \xc3", IDIOMA_ES},
};

START_TEST(paragraph)
{
	ck_assert_msg(idioma_of(casos[_i].texto, strlen(casos[_i].texto)) == casos[_i].idioma, "«%s»: %s", casos[_i].texto,
		idioma_slug(idioma_of(casos[_i].texto, strlen(casos[_i].texto))));
}
END_TEST

START_TEST(words_by_language)
{
	struct parrafo p[] = {{.texto = casos[0].texto}, {.texto = casos[1].texto}, {.texto = "John Smith"}};
	struct idioma_cuenta k;
	idioma_count(&(struct escrito){p, 3}, &k);
	ck_assert_uint_eq(k.palabras[IDIOMA_ES], 15);
	ck_assert_uint_eq(k.palabras[IDIOMA_EN], 11);
	ck_assert_uint_eq(k.palabras[IDIOMA_NINGUNO], 2);
	ck_assert_str_eq(idioma_slug(IDIOMA_EN), "en");
	ck_assert_str_eq(idioma_slug(IDIOMA_COUNT), "");
}
END_TEST

int main(void)
{
	Suite *s = suite_create("texto/idioma");
	TCase *tc = tcase_create("idioma");
	tcase_add_loop_test(tc, paragraph, 0, (int)(sizeof casos / sizeof *casos));
	tcase_add_test(tc, words_by_language);
	suite_add_tcase(s, tc);
	SRunner *sr = srunner_create(s);
	srunner_run_all(sr, CK_ENV);
	int failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
