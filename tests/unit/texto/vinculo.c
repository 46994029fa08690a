/* Which change answers an observation. */
#include "texto/vinculo.h"

#include "escritos.h"

#define DE \
	"PRIMERA. Objeto\nLas Partes cooperarán en cultura.\n" \
	"SEGUNDA. Vigencia\nLa vigencia será de tres años, prorrogables. Cada año se evaluará.\n" \
	"TERCERA. Gastos\nCada Parte pagará lo suyo.\n" \
	"CUARTA. Personal\nEl personal seguirá bajo la dirección de su institución."
#define A \
	"PRIMERA. Objeto\nLas Partes cooperarán en cultura.\n" \
	"SEGUNDA. Vigencia\nLa vigencia será de cinco años, prorrogables una vez. Cada año se evaluará.\n" \
	"TERCERA. Personal\nEl personal seguirá bajo la dirección de su institución."

static struct arena *a;
static struct error err;
static struct comparacion c;
static const struct uuid v1 = {.b = {1}}, v0 = {.b = {9}};

static void preparar(void)
{
	a = arena_create((size_t)64 << 20);
	error_init(&err, a);
	const struct escrito x = escrito_de(DE, a), y = escrito_de(A, a);
	ck_assert_int_eq(comparacion_make(&x, &y, COMPARACION_EXACTA, a, &c, &err), STATUS_OK);
}

static void soltar(void)
{
	arena_destroy(a);
}

static struct vinculo vincular(struct renglon r)
{
	struct vinculo v;
	ck_assert_int_eq(vinculo_hallar(&c, &v1, &r, a, &v, &err), STATUS_OK);
	return v;
}

/* Lines without a kept anchor: clause and passage are looked for. */
START_TEST(por_lo_que_dicen)
{
	static const struct {
		const char *clausula, *pasaje;
		enum vinculo_resultado resultado;
		int parte; /* of the first text, -1: none */
	} filas[] = {{"PRIMERA", NULL, VINCULO_SIN_CAMBIO, 0}, {"SEGUNDA", NULL, VINCULO_CLAUSULA, 1},
		{"SEGUNDA", "tres años", VINCULO_PASAJE, 1}, {"SEGUNDA", "Cada año se evaluará", VINCULO_CLAUSULA, 1},
		{"Gastos", NULL, VINCULO_QUITADA, 2}, {"TERCERA", "Cada Parte pagará lo suyo", VINCULO_QUITADA, 2},
		{"CUARTA", "bajo la dirección de su institución", VINCULO_SIN_CAMBIO, 3},
		{"Todo el instrumento", NULL, VINCULO_SIN_ANCLA, -1}, {"General", "cooperarán en cultura", VINCULO_SIN_CAMBIO, 0},
		{"PRIMERA", "una cosa que no está en ninguna parte", VINCULO_SIN_CAMBIO, 0},
		/* put in at the end of what was quoted */
		{"SEGUNDA", "prorrogables", VINCULO_PASAJE, 1}};
	for (size_t i = 0; i < sizeof filas / sizeof *filas; i++) {
		const struct vinculo v = vincular((struct renglon){.clausula = filas[i].clausula, .pasaje = filas[i].pasaje});
		ck_assert_msg(v.resultado == filas[i].resultado, "%zu: %s", i, vinculo_slug(v.resultado));
		ck_assert_int_eq(v.cotejo >= 0 ? c.v[v.cotejo].de : -1, filas[i].parte);
	}
}
END_TEST

/* A kept anchor counts for its own version alone. */
START_TEST(por_su_ancla)
{
	const struct ancla ancla = {.documento = v1, .parte = 2, .desde = 29, .largo = 9, .clausula = "x"};
	struct renglon r = {.clausula = "PRIMERA", .pasaje = "tres años", .ancla = ancla};
	ck_assert_int_eq(vincular(r).resultado, VINCULO_PASAJE);
	r.pasaje = NULL; /* the whole clause */
	ck_assert_int_eq(vincular(r).resultado, VINCULO_CLAUSULA);
	r.ancla.documento = v0;
	ck_assert_int_eq(vincular(r).resultado, VINCULO_SIN_CAMBIO);
	r.ancla = ancla;
	r.ancla.parte = 99; /* never believed blindly */
	ck_assert_int_eq(vincular(r).resultado, VINCULO_SIN_CAMBIO);
}
END_TEST

START_TEST(nombres)
{
	for (int i = 0; i < VINCULO_COUNT; i++)
		ck_assert(*vinculo_slug((enum vinculo_resultado)i) && *vinculo_titulo((enum vinculo_resultado)i));
	ck_assert_str_eq(vinculo_slug(VINCULO_COUNT), "");
	ck_assert_str_eq(vinculo_titulo(VINCULO_COUNT), "");
}
END_TEST

int main(void)
{
	Suite *s = suite_create("vinculo");
	TCase *t = tcase_create("vinculo");
	tcase_add_checked_fixture(t, preparar, soltar);
	tcase_add_test(t, por_lo_que_dicen);
	tcase_add_test(t, por_su_ancla);
	tcase_add_test(t, nombres);
	suite_add_tcase(s, t);
	SRunner *r = srunner_create(s);
	srunner_run_all(r, CK_NORMAL);
	const int fallos = srunner_ntests_failed(r);
	srunner_free(r);
	return fallos ? EXIT_FAILURE : EXIT_SUCCESS;
}
