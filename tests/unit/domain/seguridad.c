/* The kinds of facts of the security journal, as docs/seguridad.md lists them. */
#include "domain/seguridad.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static enum seguridad_tipo tipo(const char *slug)
{
	return (enum seguridad_tipo)vocabulario_find(&vocabulario_seguridad, slug);
}

START_TEST(every_kind_has_a_name_of_its_own)
{
	static const char *const documentados[] = {"ingreso", "ingreso_fallido", "salida", "credencial", "denegacion", "uso_de_clave",
		"exportacion", "organizacion", "usuario", "rol", "clave", "suscripcion", "calendario", "plantilla", "delegacion", "relevo",
		"configuracion", "perdida"};
	ck_assert_int_eq(SEGURIDAD_COUNT - 1, sizeof documentados / sizeof *documentados);
	for (int t = 1; t < SEGURIDAD_COUNT; t++) {
		ck_assert_str_eq(vocabulario_slug(&vocabulario_seguridad, t), documentados[t - 1]);
		ck_assert_int_eq(tipo(documentados[t - 1]), t);
		ck_assert_str_ne(vocabulario_titulo(&vocabulario_seguridad, t), "");
	}
	ck_assert_int_eq(tipo("otra_cosa"), SEGURIDAD_NINGUNO);
}
END_TEST

/* «Nadie lo llena»: what strangers can bring about, or a person by the thousand, is counted together; whatever changes something stands alone. */
START_TEST(what_is_counted_together)
{
	static const char *const juntos[] = {"ingreso_fallido", "denegacion", "uso_de_clave", "exportacion"};
	int n = 0;
	for (size_t i = 0; i < sizeof juntos / sizeof *juntos; i++)
		ck_assert_msg(seguridad_se_repite(tipo(juntos[i])), "%s", juntos[i]);
	for (int t = SEGURIDAD_NINGUNO; t <= SEGURIDAD_COUNT; t++)
		n += seguridad_se_repite((enum seguridad_tipo)t);
	ck_assert_int_eq(n, 4);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("domain/seguridad");
	TCase *t = tcase_create("seguridad");
	tcase_add_test(t, every_kind_has_a_name_of_its_own);
	tcase_add_test(t, what_is_counted_together);
	suite_add_tcase(s, t);
	SRunner *r = srunner_create(s);
	srunner_run_all(r, CK_ENV);
	const int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
