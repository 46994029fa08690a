/* When a delivery is tried again: bounds of every wait, how many tries there are until its time is over. */
#include <check.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "notify/repartidor.h"

#define MAX REPARTIDOR_ESPERA_MAX_MS
#define LARGO_A (UINT32_C(1) << 31) /* some chance that is no bound */

/* The defaults, from the table that documents them. */
static int64_t setting(const char *clave)
{
	static const struct {
		const char *clave, *valor;
	} tabla[] = {
#define CONFIG(tipo, nombre, valor, min, max, banderas, ayuda) {#nombre, valor},
#include "services/config.def"
#undef CONFIG
	};
	for (size_t i = 0; i < sizeof tabla / sizeof *tabla; i++)
		if (strcmp(tabla[i].clave, clave) == 0)
			return strtoll(tabla[i].valor, NULL, 10);
	ck_abort_msg("no such setting: %s", clave);
}

/* What the wait is before chance has its say. */
static int64_t whole(int veces)
{
	const int64_t base = setting("entrega_espera_ms");
	return veces < 20 && base << veces < MAX ? base << veces : MAX;
}

START_TEST(cada_espera_tiene_sus_bordes)
{
	const int64_t base = setting("entrega_espera_ms");
	ck_assert_int_eq(base, 5000);
	ck_assert_int_eq(MAX, 6 * 3600 * 1000);
	for (int veces = 0; veces < 64; veces++) {
		const int64_t w = whole(veces), alcance = w - w / 2;
		ck_assert_int_eq(repartidor_espera(base, veces, MAX, 0), w / 2);
		ck_assert_int_eq(repartidor_espera(base, veces, MAX, (uint32_t)alcance), w);
		ck_assert_int_eq(repartidor_espera(base, veces, MAX, (uint32_t)alcance + 1), w / 2);
		for (uint32_t azar = 1; azar < UINT32_MAX - 7919 * 7919; azar += 7919 * 7919) {
			const int64_t ms = repartidor_espera(base, veces, MAX, azar);
			ck_assert_int_ge(ms, w / 2);
			ck_assert_int_le(ms, w);
		}
		ck_assert_int_le(repartidor_espera(base, veces, MAX, LARGO_A), repartidor_espera(base, veces + 1, MAX, LARGO_A) * 2);
	}
	ck_assert_int_eq(repartidor_espera(base, INT_MAX, MAX, 0), MAX / 2);
	ck_assert_int_eq(repartidor_espera(1, 0, MAX, 0), 0);
}
END_TEST

/* Tries until the time is over, all waits being as long, or as short, as they may be; *ultimo: when the last one is. */
static int tries(bool largas, int64_t vida_ms, int64_t *ultimo)
{
	int n = 1;
	int64_t t = 0;
	for (;; n++) {
		const int64_t w = whole(n - 1);
		t += repartidor_espera(setting("entrega_espera_ms"), n - 1, MAX, largas ? (uint32_t)(w - w / 2) : 0);
		if (t >= vida_ms)
			return n;
		*ultimo = t;
	}
}

START_TEST(durante_setenta_y_dos_horas)
{
	const int64_t vida = setting("entrega_vida") * 1000;
	int64_t ultimo = 0;
	ck_assert_int_eq(vida, INT64_C(72) * 3600 * 1000);
	/* 5 s · (2^13 - 1) = 11 h 22 min in thirteen doublings, then one each six hours. */
	ck_assert_int_eq(tries(true, vida, &ultimo), 1 + 13 + 10);
	ck_assert_int_ge(ultimo, vida - MAX);
	ck_assert_int_eq(tries(false, vida, &ultimo), 1 + 13 + 22);
	ck_assert_int_ge(ultimo, vida - MAX);
	/* The first minute has several: who was away for a moment is not left for long. */
	ck_assert_int_ge(tries(true, 60000, &ultimo), 4);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("repartidor");
	TCase *t = tcase_create("espera");
	tcase_add_test(t, cada_espera_tiene_sus_bordes);
	tcase_add_test(t, durante_setenta_y_dos_horas);
	suite_add_tcase(s, t);
	SRunner *r = srunner_create(s);
	srunner_run_all(r, CK_ENV);
	const int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
