/* What events are called outside, and back. */
#include "domain/evento.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "domain/vocabulario.h"

static void ida_y_vuelta(const char *tipo, const char *publico)
{
	char out[EVENTO_TIPO_LEN];
	evento_tipo_publico(tipo, out);
	if (publico)
		ck_assert_str_eq(out, publico);
	ck_assert_str_eq(evento_tipo_interno(out), tipo);
}

START_TEST(nombres)
{
	for (int a = ACTO_NINGUNO + 1; a < ACTO_COUNT; a++)
		ida_y_vuelta(vocabulario_slug(&vocabulario_acto, a), NULL);
	ida_y_vuelta("observar", "mx.gob.sre.dictamen.acto.observar");
	ida_y_vuelta("plazo.proximo", "mx.gob.sre.dictamen.plazo.proximo");
	static const char *const otros[] = {"vigencia.12", "vigencia.6", "vigencia.3", "registro.pendiente"};
	for (size_t i = 0; i < sizeof otros / sizeof *otros; i++)
		ida_y_vuelta(otros[i], NULL);
	static const char *const malos[] = {"", "observar", "mx.gob.sre.dictamen.", "mx.gob.sre.dictamen.acto.",
		"mx.gob.sre.dictamen.observar", "mx.gob.sre.dictamen.acto.observar ", "mx.gob.sre.dictamen.vigencia.4",
		"MX.gob.sre.dictamen.acto.observar", "mx.gob.sre.dictamen.suscripcion.verificacion"};
	for (size_t i = 0; i < sizeof malos / sizeof *malos; i++)
		ck_assert_msg(!evento_tipo_interno(malos[i]), "%s", malos[i]);
}
END_TEST

START_TEST(actos)
{
	ck_assert(evento_es_acto(&(struct evento){.tipo = "observar"}));
	ck_assert(!evento_es_acto(&(struct evento){.tipo = "plazo.proximo"}));
}
END_TEST

int main(void)
{
	Suite *s = suite_create("domain/evento");
	TCase *t = tcase_create("evento");
	tcase_add_test(t, nombres);
	tcase_add_test(t, actos);
	suite_add_tcase(s, t);
	SRunner *r = srunner_create(s);
	srunner_run_all(r, CK_NORMAL);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
