#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "domain/censo.h"

static struct censo *c;
static const struct calendario cal = {.version = 1};

static void start(void)
{
	ck_assert(zona_init("America/Mexico_City"));
	c = calloc(1, sizeof *c);
	ck_assert_ptr_nonnull(c);
}

static void stop(void)
{
	free(c);
}

static instante_t at(int anio, int mes, int dia)
{
	return instante_from_dia(dia_from_civil((struct civil){anio, mes, dia})) + INT64_C(36000000000);
}

static void shown(const int64_t *n, size_t k, const int64_t *want, int64_t total)
{
	int64_t out[64];
	ck_assert_int_eq(censo_ocultar(n, k, out), total);
	for (size_t i = 0; i < k; i++)
		ck_assert_int_eq(out[i], want[i]);
}

START_TEST(small_cells_are_hidden_with_another)
{
	shown((int64_t[]){10, 20, 30}, 3, (int64_t[]){10, 20, 30}, 60);
	shown((int64_t[]){10, 2, 30}, 3, (int64_t[]){-1, -1, 30}, 42);
	shown((int64_t[]){10, 2, 2, 30}, 4, (int64_t[]){10, -1, -1, 30}, 44);
	shown((int64_t[]){10, 1, 1, 30}, 4, (int64_t[]){-1, -1, -1, 30}, 42);
	shown((int64_t[]){10, 0, 0}, 3, (int64_t[]){10, -1, -1}, 10); /* nobody is hidden */
	shown((int64_t[]){5, 0, 1, 5}, 4, (int64_t[]){-1, -1, -1, 5}, 11);
	shown((int64_t[]){1, 1}, 2, (int64_t[]){-1, -1}, -1);
	shown((int64_t[]){2}, 1, (int64_t[]){-1}, -1);
	shown(NULL, 0, NULL, -1);
}
END_TEST

START_TEST(nothing_comes_back_by_subtraction)
{
	uint32_t azar = 7;
	for (int caso = 0; caso < 20000; caso++) {
		int64_t n[12], out[12], suma = 0, visto = 0;
		size_t ocultos = 0;
		for (size_t i = 0; i < 12; i++) {
			azar = azar * 1664525u + 1013904223u;
			n[i] = (azar >> 24) % (caso % 2 ? 6 : 40);
			suma += n[i];
		}
		const int64_t total = censo_ocultar(n, 12, out);
		for (size_t i = 0; i < 12; i++) {
			ck_assert(out[i] == CENSO_OCULTO || (out[i] == n[i] && n[i] >= CENSO_MINIMO));
			visto += out[i] == CENSO_OCULTO ? 0 : out[i];
			ocultos += out[i] == CENSO_OCULTO;
		}
		if (total != CENSO_OCULTO && suma - visto > 0)
			ck_assert(ocultos >= 2 && suma - visto >= CENSO_MINIMO);
	}
}
END_TEST

START_TEST(a_part_and_its_rest)
{
	ck_assert_int_eq(censo_parte(3, 10), 3);
	ck_assert_int_eq(censo_parte(2, 10), CENSO_OCULTO);
	ck_assert_int_eq(censo_parte(8, 10), CENSO_OCULTO);
	ck_assert_int_eq(censo_parte(10, 10), CENSO_OCULTO);
	ck_assert_int_eq(censo_parte(0, 10), CENSO_OCULTO);
}
END_TEST

static void add(int dias)
{
	/* 5 January 2026 is a Monday: up to five days later, as many business days */
	const struct censo_acto v[] = {{.tipo = ACTO_ABRIR, .hacia = ESTADO_BORRADOR, .en = at(2026, 1, 2)},
		{.tipo = ACTO_PRESENTAR, .desde = ESTADO_BORRADOR, .hacia = ESTADO_PRESENTADO, .en = at(2026, 1, 5)},
		{.tipo = ACTO_ANOTAR, .desde = ESTADO_PRESENTADO, .hacia = ESTADO_PRESENTADO, .en = at(2026, 1, 6)},
		{.tipo = ACTO_TURNAR,
			.desde = ESTADO_PRESENTADO,
			.hacia = ESTADO_TURNADO,
			.en = at(2026, 1, 5 + dias),
			.con_computo = true,
			.en_tiempo = dias < 3}};
	censo_add(c, &cal, 14, v, 4);
}

START_TEST(days_and_outcomes)
{
	for (int i = 0; i < 5; i++)
		add(i);
	add(0);
	ck_assert_int_eq(c->expedientes, 6);
	ck_assert_int_eq(c->por_estado[ESTADO_TURNADO], 6);
	ck_assert_int_eq(c->por_entidad[14], 6);
	ck_assert_int_eq(c->indicador[26][CENSO_TARDE], 2);
	ck_assert_int_eq(c->indicador[26][CENSO_OBSERVADO], 0);
	const struct censo_paso p = censo_step(c, ESTADO_PRESENTADO, 26);
	ck_assert_int_eq(p.expedientes, 6);
	ck_assert_int_eq(p.mediana, 1); /* 0 0 1 2 3 4 */
	ck_assert_int_eq(p.p90, 4);
	ck_assert_int_eq(censo_step(c, ESTADO_TURNADO, 26).expedientes, CENSO_OCULTO); /* still there */
	ck_assert_int_eq(censo_step(c, ESTADO_BORRADOR, 26).expedientes, CENSO_OCULTO);
}
END_TEST

START_TEST(drafts_are_no_files)
{
	const struct censo_acto v[] = {{.tipo = ACTO_ABRIR, .hacia = ESTADO_BORRADOR, .en = at(2026, 1, 2)},
		{.tipo = ACTO_DESISTIR, .desde = ESTADO_BORRADOR, .hacia = ESTADO_CONCLUIDO, .en = at(2026, 1, 5)}};
	censo_add(c, &cal, 14, v, 2);
	censo_add(c, &cal, 14, NULL, 0);
	ck_assert_int_eq(c->expedientes, 0);
}
END_TEST

START_TEST(several_stays_are_one_case)
{
	const enum estado ida[] = {ESTADO_PRESENTADO, ESTADO_TURNADO, ESTADO_PRESENTADO, ESTADO_TURNADO};
	struct censo_acto v[5] = {{.tipo = ACTO_PRESENTAR, .desde = ESTADO_BORRADOR, .hacia = ESTADO_PRESENTADO, .en = at(2025, 12, 29)}};
	const instante_t en[] = {at(2025, 12, 31), at(2026, 1, 5), at(2026, 1, 7), at(2026, 1, 8)};
	for (size_t i = 0; i < 3; i++)
		v[i + 1] = (struct censo_acto){
			.tipo = i == 1 ? ACTO_DEVOLVER_TURNO : ACTO_TURNAR, .desde = ida[i], .hacia = ida[i + 1], .en = en[i]};
	v[4] = (struct censo_acto){.tipo = ACTO_REMITIR_COPIA, .desde = ESTADO_TURNADO, .hacia = ESTADO_COPIA_RECIBIDA, .en = en[3]};
	for (int i = 0; i < 3; i++)
		censo_add(c, &cal, 0, v, 5);
	ck_assert_uint_eq(c->dias[ESTADO_PRESENTADO][25][2], 3);
	ck_assert_uint_eq(c->dias[ESTADO_PRESENTADO][26][2], 3);
	ck_assert_uint_eq(c->dias[ESTADO_TURNADO][26][4], 3); /* 31 December to 5 January, and 7 to 8 January */
	ck_assert_int_eq(c->indicador[25][CENSO_DEVUELTO], 3);
	ck_assert_int_eq(c->indicador[25][CENSO_FIRMADO_SIN_INSCRIBIR], 3);
	ck_assert_int_eq(c->por_entidad[0], 3);
}
END_TEST

/* docs/estadisticas.md: late by the last computation, observed, refused by either office's word, returned, signed without inscription. */
START_TEST(what_became_of_it)
{
	struct censo_acto v[] = {{.tipo = ACTO_PRESENTAR, .hacia = ESTADO_PRESENTADO, .en = at(2026, 3, 2), .con_computo = true},
		{.tipo = ACTO_DESAHOGAR,
			.desde = ESTADO_PRESENTADO,
			.hacia = ESTADO_PRESENTADO,
			.en = at(2026, 3, 3),
			.con_computo = true,
			.en_tiempo = true},
		{.tipo = ACTO_OBSERVAR, .desde = ESTADO_PRESENTADO, .hacia = ESTADO_OBSERVADO, .en = at(2026, 3, 4)},
		{.tipo = ACTO_DICTAMINAR,
			.desde = ESTADO_OBSERVADO,
			.hacia = ESTADO_DICTAMINADO,
			.en = at(2026, 3, 5),
			.improcedente = true},
		{.tipo = ACTO_REMITIR_COPIA, .desde = ESTADO_DICTAMINADO, .hacia = ESTADO_COPIA_RECIBIDA, .en = at(2026, 3, 6)},
		{.tipo = ACTO_DEVOLVER_COPIA, .desde = ESTADO_COPIA_RECIBIDA, .hacia = ESTADO_RESPONDIDO, .en = at(2026, 3, 9)},
		{.tipo = ACTO_INSCRIBIR, .desde = ESTADO_RESPONDIDO, .hacia = ESTADO_INSCRITO, .en = at(2026, 3, 10)}};
	static const int64_t esperado[CENSO_INDICADORES] = {
		[CENSO_OBSERVADO] = 2, [CENSO_NEGADO] = 2, [CENSO_DEVUELTO] = 2, [CENSO_FIRMADO_SIN_INSCRIBIR] = 1};
	censo_add(c, &cal, CENSO_ENTIDADES - 1, v, 7);
	v[3].improcedente = false;
	v[6].tipo = ACTO_NEGAR_REGISTRO;
	censo_add(c, &cal, CENSO_ENTIDADES, v, 7); /* of no state that there is */
	for (int i = 0; i < CENSO_INDICADORES; i++)
		ck_assert_int_eq(c->indicador[26][i], esperado[i]);
	ck_assert(c->por_entidad[CENSO_ENTIDADES - 1] == 1 && c->por_entidad[0] == 1);
}
END_TEST

START_TEST(years_outside_the_table_are_its_ends)
{
	const struct censo_acto v[] = {
		{.tipo = ACTO_PRESENTAR, .desde = ESTADO_BORRADOR, .hacia = ESTADO_PRESENTADO, .en = at(1999, 12, 31)},
		{.tipo = ACTO_TURNAR, .desde = ESTADO_PRESENTADO, .hacia = ESTADO_TURNADO, .en = at(1999, 12, 31)},
		{.tipo = ACTO_PRESENTAR, .desde = ESTADO_BORRADOR, .hacia = ESTADO_PRESENTADO, .en = at(2100, 1, 1)},
		{.tipo = ACTO_TURNAR, .desde = ESTADO_PRESENTADO, .hacia = ESTADO_TURNADO, .en = at(2100, 1, 1)}};
	censo_add(c, &cal, 14, v, 2);
	censo_add(c, &cal, 14, v + 2, 2);
	censo_add(c, &cal, 14, v, 4); /* of the year in which it was first presented */
	ck_assert_int_eq(c->por_anio[0], 2);
	ck_assert_int_eq(c->por_anio[CENSO_ANIOS - 1], 1);
	ck_assert_uint_eq(c->dias[ESTADO_PRESENTADO][0][0], 2);
	ck_assert_uint_eq(c->dias[ESTADO_PRESENTADO][CENSO_ANIOS - 1][0], 2);
}
END_TEST

/* Longer than the table of days is wide, in a year that another follows and in the last one. */
START_TEST(very_long_stays_count_as_the_longest)
{
	const struct censo_acto v[] = {{.tipo = ACTO_PRESENTAR, .desde = ESTADO_BORRADOR, .hacia = ESTADO_PRESENTADO, .en = at(2001, 1, 1)},
		{.tipo = ACTO_TURNAR, .desde = ESTADO_PRESENTADO, .hacia = ESTADO_TURNADO, .en = at(2008, 1, 1)},
		{.tipo = ACTO_DEVOLVER_TURNO, .desde = ESTADO_TURNADO, .hacia = ESTADO_PRESENTADO, .en = at(2009, 1, 1)},
		{.tipo = ACTO_TURNAR, .desde = ESTADO_PRESENTADO, .hacia = ESTADO_TURNADO, .en = at(2016, 1, 1)}};
	for (int i = 0; i < 3; i++)
		censo_add(c, &cal, 14, v, 4);
	for (size_t anio = 8; anio <= 16; anio += 8) {
		const struct censo_paso p = censo_step(c, ESTADO_PRESENTADO, anio);
		ck_assert(p.expedientes == 3 && p.mediana == CENSO_DIAS_MAX && p.p90 == CENSO_DIAS_MAX);
	}
}
END_TEST

/* A stay whose beginning the journal does not tell has no number of days. */
START_TEST(a_stay_without_a_beginning)
{
	const struct censo_acto v[] = {{.tipo = ACTO_PRESENTAR, .desde = ESTADO_TURNADO, .hacia = ESTADO_PRESENTADO, .en = at(2026, 1, 5)}};
	censo_add(c, &cal, 14, v, 1);
	ck_assert_int_eq(c->expedientes, 1);
	for (int d = 0; d <= CENSO_DIAS_MAX; d++)
		ck_assert_uint_eq(c->dias[ESTADO_TURNADO][26][d], 0);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("censo");
	TCase *t = tcase_create("censo");
	suite_add_tcase(s, t);
	tcase_add_checked_fixture(t, start, stop);
	tcase_add_test(t, small_cells_are_hidden_with_another);
	tcase_add_test(t, nothing_comes_back_by_subtraction);
	tcase_add_test(t, a_part_and_its_rest);
	tcase_add_test(t, days_and_outcomes);
	tcase_add_test(t, drafts_are_no_files);
	tcase_add_test(t, several_stays_are_one_case);
	tcase_add_test(t, what_became_of_it);
	tcase_add_test(t, years_outside_the_table_are_its_ends);
	tcase_add_test(t, very_long_stays_count_as_the_longest);
	tcase_add_test(t, a_stay_without_a_beginning);
	SRunner *r = srunner_create(s);
	srunner_run_all(r, CK_ENV);
	int fallas = srunner_ntests_failed(r);
	srunner_free(r);
	return fallas ? 1 : 0;
}
