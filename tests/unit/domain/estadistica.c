#include <check.h>
#include <stdio.h>
#include <string.h>

#include "domain/estadistica.h"

static void rates_are(const int64_t *n, size_t k, const int *want)
{
	int out[64], suma = 0;
	estadistica_porcentajes(n, k, out);
	for (size_t i = 0; i < k; i++) {
		ck_assert_int_eq(out[i], want[i]);
		suma += out[i];
	}
	ck_assert_int_eq(suma, k && out[0] != PORCENTAJE_NINGUNO ? PORCENTAJE_TODO : (int)k * PORCENTAJE_NINGUNO);
}

START_TEST(rates_add_up)
{
	rates_are((int64_t[]){1, 1, 1}, 3, (int[]){3334, 3333, 3333});
	rates_are((int64_t[]){2, 3, 2}, 3, (int[]){2857, 4286, 2857});
	rates_are((int64_t[]){0, 7, 0}, 3, (int[]){0, 10000, 0});
	rates_are((int64_t[]){0, 0}, 2, (int[]){-1, -1});
	rates_are(NULL, 0, NULL);
	/* the published row of totals of 2011: 1, 3, 16, 85, 119, 144 of 368 */
	rates_are((int64_t[]){1, 3, 16, 85, 119, 144}, 6, (int[]){27, 81, 435, 2310, 3234, 3913});
	/* 14.2857 and twice 42.8571: the larger remainders; six times 16.6667: of equal ones the first */
	rates_are((int64_t[]){1, 3, 3}, 3, (int[]){1428, 4286, 4286});
	rates_are((int64_t[]){1, 1, 1, 1, 1, 1}, 6, (int[]){1667, 1667, 1667, 1667, 1666, 1666});
	rates_are((int64_t[]){INT64_C(300000000000), INT64_C(600000000000)}, 2, (int[]){3333, 6667});
}
END_TEST

START_TEST(rates_add_up_whatever_the_counts)
{
	uint32_t azar = 12345;
	for (int caso = 0; caso < 2000; caso++) {
		int64_t n[40], suma = 0;
		int out[40], pct = 0;
		for (size_t i = 0; i < 40; i++) {
			azar = azar * 1664525u + 1013904223u;
			n[i] = azar >> (8 + caso % 20);
			suma += n[i];
		}
		estadistica_porcentajes(n, 40, out);
		for (size_t i = 0; i < 40; i++) {
			pct += out[i];
			if (suma > 0) { /* never a hundredth or more away from the true rate */
				const int64_t lejos = out[i] * suma - n[i] * PORCENTAJE_TODO;
				ck_assert(lejos < suma && lejos > -suma);
			}
		}
		ck_assert_int_eq(pct, suma > 0 ? PORCENTAJE_TODO : -40);
	}
}
END_TEST

START_TEST(no_more_rows_than_a_table_has)
{
	static int64_t n[ESTADISTICA_FILAS_MAX + 1];
	static int out[ESTADISTICA_FILAS_MAX + 1];
	n[0] = n[ESTADISTICA_FILAS_MAX] = 1;
	estadistica_porcentajes(n, ESTADISTICA_FILAS_MAX + 1, out);
	ck_assert_int_eq(out[0], PORCENTAJE_TODO);
	ck_assert_int_eq(out[ESTADISTICA_FILAS_MAX], 0); /* nothing was written there */
}
END_TEST

START_TEST(five_years)
{
	ck_assert_int_eq(estadistica_quinquenio(1981), 1981);
	ck_assert_int_eq(estadistica_quinquenio(1985), 1981);
	ck_assert_int_eq(estadistica_quinquenio(1986), 1986);
	ck_assert_int_eq(estadistica_quinquenio(2010), 2006);
	ck_assert_int_eq(estadistica_quinquenio(2011), 2011);
}
END_TEST

static int in(const struct periodo *v, size_t n, const char *mes)
{
	return periodo_of(v, n, fecha_parcial_read(mes));
}

START_TEST(periods_are_not_guessed)
{
	const struct periodo v[] = {{.desde = dia_from_civil((struct civil){1994, 12, 1})},
		{.desde = dia_from_civil((struct civil){2018, 12, 1})}, {.desde = dia_from_civil((struct civil){2024, 10, 1})}};
	ck_assert_int_eq(in(v, 3, "1994-11"), PERIODO_ANTERIOR);
	ck_assert_int_eq(in(v, 3, "1994-12"), 0);
	ck_assert_int_eq(in(v, 3, "2018-11"), 0);
	ck_assert_int_eq(in(v, 3, "2024-09"), 1);
	ck_assert_int_eq(in(v, 3, "2024-10"), 2);
	ck_assert_int_eq(in(v, 3, "2024"), PERIODO_INDECISO);
	ck_assert_int_eq(in(v, 3, "1994"), PERIODO_INDECISO);
	ck_assert_int_eq(in(v, 3, "1993"), PERIODO_ANTERIOR);
	ck_assert_int_eq(in(v, 3, "2020"), 1);
	ck_assert_int_eq(in(v, 3, ""), PERIODO_SIN_FECHA);
	static const char *const nada[] = {
		"20x0", "20/0", "20x0-12", "2020/12", "2020-1", "2020-12-01", "2020-13", "2020-00", "2020-99", "2020-1x"};
	for (size_t i = 0; i < sizeof nada / sizeof *nada; i++)
		ck_assert_int_eq(in(v, 3, nada[i]), PERIODO_SIN_FECHA);
}
END_TEST

START_TEST(a_partial_date_is_one)
{
	for (int mes = 0; mes <= 99; mes++) {
		char s[24];
		snprintf(s, sizeof s, "2020-%02d", mes);
		const struct fecha_parcial f = fecha_parcial_read(s);
		const bool es = mes >= 1 && mes <= 12;
		ck_assert_int_eq(f.anio, es ? 2020 : 0);
		ck_assert_int_eq(f.mes, es ? mes : 0);
	}
	ck_assert_int_eq(fecha_parcial_read("2020").anio, 2020);
	ck_assert_int_eq(fecha_parcial_read("2020").mes, 0);
}
END_TEST

START_TEST(a_table_adds_up)
{
	ARENA_AUTO *a = arena_create(1 << 20);
	struct estadistica_tabla t;
	ck_assert_int_eq(estadistica_tabla_init(&t, 4, 2, a), STATUS_OK);
	const int64_t celdas[] = {1, 2, 0, 0, 40, 3, 0, 14};
	memcpy(t.celdas, celdas, sizeof celdas);
	estadistica_tabla_close(&t);
	ck_assert_int_eq(t.total, 60);
	ck_assert_int_eq(t.por_fila[2], 43);
	ck_assert_int_eq(t.por_columna[1], 19);
	ck_assert_int_eq(t.pct[0] + t.pct[1], PORCENTAJE_TODO);
	ck_assert_int_eq(t.pct[2], PORCENTAJE_NINGUNO);
	ck_assert_int_eq(t.pct_columna[0] + t.pct_columna[1], PORCENTAJE_TODO);
	struct concentracion c[4];
	ck_assert_uint_eq(estadistica_concentracion(&t, c), 1);
	ck_assert_uint_eq(c[0].fila, 2);
	ck_assert_uint_eq(c[1].fila, 3);
	ck_assert_uint_eq(c[2].fila, 0);
	ck_assert_int_eq(c[3].acumulado, 60);
	ck_assert_int_eq(c[3].acumulado_pct, PORCENTAJE_TODO);
	ck_assert_int_eq(estadistica_tabla_init(&t, ESTADISTICA_FILAS_MAX + 1, 1, a), STATUS_INTERNAL);
	ck_assert_int_eq(estadistica_tabla_init(&t, 1, ESTADISTICA_FILAS_MAX + 1, a), STATUS_INTERNAL);
}
END_TEST

/* Every size up to the first that is enough. */
START_TEST(a_full_arena_is_no_table)
{
	enum status st = STATUS_INTERNAL;
	size_t max = 0;
	for (; st != STATUS_OK; max += 16) {
		ARENA_AUTO *a = arena_create(max);
		struct estadistica_tabla t;
		st = estadistica_tabla_init(&t, 3, 2, a);
		ck_assert(st == STATUS_OK || st == STATUS_INTERNAL);
		ck_assert_uint_lt(max, 4096);
	}
	ck_assert_uint_gt(max, 4 * sizeof(struct estadistica_eje) + 7 * sizeof(int64_t));
}
END_TEST

START_TEST(two_thirds_exactly)
{
	ARENA_AUTO *a = arena_create(1 << 20);
	struct estadistica_tabla t;
	struct concentracion c[4];
	ck_assert_int_eq(estadistica_tabla_init(&t, 3, 0, a), STATUS_OK);
	estadistica_tabla_close(&t);
	ck_assert_uint_eq(estadistica_concentracion(&t, c), 0);
	ck_assert_int_eq(c[0].acumulado_pct, PORCENTAJE_NINGUNO);
	ck_assert_int_eq(estadistica_tabla_init(&t, 3, 0, a), STATUS_OK);
	for (size_t i = 0; i < 3; i++)
		t.por_fila[i] = 5;
	estadistica_tabla_close(&t);
	ck_assert_uint_eq(estadistica_concentracion(&t, c), 2);
	ck_assert_uint_eq(c[1].fila, 1);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("estadistica");
	TCase *t = tcase_create("tablas");
	suite_add_tcase(s, t);
	tcase_add_test(t, rates_add_up);
	tcase_add_test(t, rates_add_up_whatever_the_counts);
	tcase_add_test(t, no_more_rows_than_a_table_has);
	tcase_add_test(t, five_years);
	tcase_add_test(t, periods_are_not_guessed);
	tcase_add_test(t, a_partial_date_is_one);
	tcase_add_test(t, a_table_adds_up);
	tcase_add_test(t, a_full_arena_is_no_table);
	tcase_add_test(t, two_thirds_exactly);
	SRunner *r = srunner_create(s);
	srunner_run_all(r, CK_ENV);
	int fallas = srunner_ntests_failed(r);
	srunner_free(r);
	return fallas ? 1 : 0;
}
