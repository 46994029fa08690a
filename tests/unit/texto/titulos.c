/* Numbers of headings that a machine misread. */
#include "texto/titulos.h"

#include "escritos.h"

static struct arena *a;

static void preparar(void)
{
	a = arena_create((size_t)1 << 20);
}

static void soltar(void)
{
	arena_destroy(a);
}

START_TEST(se_enmiendan)
{
	static const char *const casos[][2] = {{"ARTÍCULO Il Áreas", "ARTÍCULO II Áreas"}, {"ARTICULO 1V", "ARTICULO IV"},
		{"ARTÍCULO HI Modalidades", "ARTÍCULO III Modalidades"},
		{"ARTÍCULO VHI Información y datos", "ARTÍCULO VIII Información y datos"},
		{"ARTÍCULO XH. Relación", "ARTÍCULO XII. Relación"}, {"Cláusula 11", "Cláusula II"}, {"CLÁUSULA x|v", "CLÁUSULA XIV"},
		{"ARTÍCULO XL", "ARTÍCULO XL"}};
	for (size_t i = 0; i < sizeof casos / sizeof *casos; i++)
		ck_assert_str_eq(titulo_enmendar(casos[i][0], true, a), casos[i][1]);
}
END_TEST

/* What is no heading, no number, or the number of a text that counts in figures. */
START_TEST(se_dejan)
{
	static const char *const nunca[] = {"", "ARTÍCULO ", "HI Modalidades", "ARTÍCULO HISTÓRICO", "ARTÍCULO 5",
		"ARTÍCULO VIIIIII Demasiado", "Artículo I, inciso a"};
	for (size_t i = 0; i < sizeof nunca / sizeof *nunca; i++) {
		ck_assert_ptr_eq(titulo_enmendar(nunca[i], true, a), nunca[i]);
		ck_assert_ptr_eq(titulo_enmendar(nunca[i], false, a), nunca[i]);
	}
	static const char *const cifras[] = {"ARTÍCULO 11 Gastos", "ARTÍCULO H", "ARTÍCULO VHI Datos"};
	for (size_t i = 0; i < sizeof cifras / sizeof *cifras; i++)
		ck_assert_ptr_eq(titulo_enmendar(cifras[i], false, a), cifras[i]);
}
END_TEST

START_TEST(como_cuenta_el_texto)
{
	const struct escrito romanos = escrito_de("ACUERDO\nARTÍCULO I Objeto\nUno.", a),
			     cifras = escrito_de("ARTÍCULO 1 Objeto\nARTÍCULO Ideal", a);
	ck_assert(titulos_en_romanos(&romanos));
	ck_assert(!titulos_en_romanos(&cifras));
	ck_assert(!titulos_en_romanos(NULL));
}
END_TEST

START_TEST(sin_memoria)
{
	struct arena *poca = arena_create(1);
	ck_assert_ptr_null(titulo_enmendar("ARTÍCULO Il", true, poca));
	arena_destroy(poca);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("titulos");
	TCase *t = tcase_create("titulos");
	tcase_add_checked_fixture(t, preparar, soltar);
	tcase_add_test(t, se_enmiendan);
	tcase_add_test(t, se_dejan);
	tcase_add_test(t, como_cuenta_el_texto);
	tcase_add_test(t, sin_memoria);
	suite_add_tcase(s, t);
	SRunner *r = srunner_create(s);
	srunner_run_all(r, CK_NORMAL);
	const int fallos = srunner_ntests_failed(r);
	srunner_free(r);
	return fallos ? EXIT_FAILURE : EXIT_SUCCESS;
}
