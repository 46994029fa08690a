#include "domain/calendario.h"

#include "csv_prueba.h"

static struct calendario_prueba P;

static void load(void)
{
	memset(&P, 0, sizeof(P));
	calendario_prueba_load(&P, true);
}

static void unload(void)
{
	calendario_prueba_free(&P);
}

START_TEST(the_table_of_days)
{
	static const struct {
		const char *fecha;
		bool habil;
	} dias[] = {
		{"2025-06-02", true},
		{"2025-06-07", false},
		{"2025-06-08", false},
		{"2025-02-03", false},
		{"2025-02-05", false},
		{"2026-12-01", true},
		{"2024-12-01", false}, /* a Sunday */
		{"2030-12-02", true},
		{"2024-10-01", false},
		{"2030-10-01", false},
		{"2025-10-01", true},
		{"2023-12-27", false},
		{"2024-01-02", false},
		{"2024-01-03", true},
		{"2031-12-26", true},
	};

	for (size_t i = 0; i < sizeof(dias) / sizeof(dias[0]); i++)
		ck_assert_msg(calendario_habil(&P.cal, fecha_of(dias[i].fecha)) == dias[i].habil, "%s", dias[i].fecha);
}
END_TEST

START_TEST(every_listed_day_is_off_and_every_other_weekday_is_not)
{
	static struct csv t;

	csv_read(TEST_DATOS "/inhabiles_2019_2031.csv", &t);
	ck_assert_uint_eq(t.filas, 1 + 167);
	for (dia_t d = fecha_of("2019-01-01"); d <= fecha_of("2031-12-31"); d++) {
		bool listed = false, weekend = dia_semana(d) == 0 || dia_semana(d) == 6;
		char s[FECHA_LEN];

		fecha_format(d, s);
		for (size_t i = 1; i < t.filas && !listed; i++) {
			listed = strcmp(csv_get(&t, i, "fecha"), s) == 0;
			if (listed)
				ck_assert_str_eq(csv_get(&t, i, "entre_semana"), weekend ? "no" : "si");
		}
		ck_assert_msg(calendario_habil(&P.cal, d) == !(listed || weekend), "%s", s);
	}
	csv_free(&t);
}
END_TEST

/* Joined by " + ", the rows of one day in the configuration are what the data file says; the SRE's notice is cited by its name there. */
START_TEST(configuration_says_what_the_data_says)
{
	static struct csv t;
	size_t rows = 0;

	csv_read(TEST_DATOS "/inhabiles_2019_2031.csv", &t);
	for (size_t i = 1; i < t.filas; i++) {
		char motivo[1024] = "", fuente[1024] = "";

		for (size_t j = 1; j < P.csv.filas; j++) {
			bool sre = strcmp(csv_get(&P.csv, j, "origen"), "sre") == 0;

			if (strcmp(csv_get(&P.csv, j, "fecha"), csv_get(&t, i, "fecha")) != 0)
				continue;
			rows++;
			ck_assert(sre == (csv_get(&P.csv, j, "url")[0] != '\0'));
			ck_assert(sre == (strstr(csv_get(&P.csv, j, "fuente"), "(DOF 18-12-2023)") != NULL));
			sprintf(motivo + strlen(motivo), "%s%s%s", *motivo ? " + " : "", csv_get(&P.csv, j, "motivo"),
				sre ? " (DOF 18-12-2023)" : "");
			sprintf(fuente + strlen(fuente), "%s%s", *fuente ? " + " : "", csv_get(&P.csv, j, sre ? "url" : "fuente"));
		}
		ck_assert_str_eq(motivo, csv_get(&t, i, "motivo"));
		ck_assert_str_eq(fuente, csv_get(&t, i, "fuente"));
	}
	ck_assert_uint_eq(rows, P.csv.filas - 1);
	csv_free(&t);
}
END_TEST

/*
 * What follows from the law alone is exactly the 'ley' part of the calendar for 2019–2031, row by row, in both directions. LFPA art. 28
 * still names 1 December in years of transmission, but the transmission is on 1 October since 2024: the data has no 1 December in 2024
 * (a Sunday) nor in 2030 (a Sunday too, so that no count depends on it), and neither do we.
 */
START_TEST(proposal_equals_the_law_in_the_data)
{
	ARENA_AUTO *a = arena_create(1 << 20);
	size_t ley = 0;

	for (int anio = 2019; anio <= 2031; anio++) {
		struct calendario_dia *dias;
		size_t n, row = 1;

		ck_assert_int_eq(calendario_propose(anio, a, &dias, &n), STATUS_OK);
		ck_assert_uint_eq(n, anio == 2024 || anio == 2030 ? 13 : 12);
		for (size_t i = 0; i < n; i++, row++) {
			char s[FECHA_LEN];

			fecha_format(dias[i].fecha, s);
			while (row < P.csv.filas &&
				(atoi(csv_get(&P.csv, row, "fecha")) != anio || strcmp(csv_get(&P.csv, row, "origen"), "ley") != 0))
				row++;
			ck_assert_uint_lt(row, P.csv.filas);
			ck_assert_str_eq(s, csv_get(&P.csv, row, "fecha"));
			ck_assert_str_eq(dias[i].motivo, csv_get(&P.csv, row, "motivo"));
			ck_assert_str_eq(dias[i].fuente, csv_get(&P.csv, row, "fuente"));
			ck_assert(!dias[i].habilitado);
			ley++;
		}
	}
	for (size_t i = 1; i < P.csv.filas; i++)
		ley -= strcmp(csv_get(&P.csv, i, "origen"), "ley") == 0;
	ck_assert_uint_eq(ley, 0);
	ck_assert_int_eq(dia_semana(fecha_of("2024-12-01")), 0);
	ck_assert_int_eq(dia_semana(fecha_of("2030-12-01")), 0);
}
END_TEST

static bool proposes(int anio, const char *fecha)
{
	ARENA_AUTO *a = arena_create(1 << 16);
	struct calendario_dia *dias;
	size_t n, found = 0;

	ck_assert_int_eq(calendario_propose(anio, a, &dias, &n), STATUS_OK);
	for (size_t i = 0; i < n; i++)
		found += dias[i].fecha == fecha_of(fecha);
	return found > 0;
}

START_TEST(transmission_moved_from_december_to_october)
{
	ck_assert(proposes(2012, "2012-12-01"));
	ck_assert(proposes(2018, "2018-12-01"));
	ck_assert(!proposes(2018, "2018-10-01"));
	ck_assert(!proposes(2019, "2019-12-01"));
	ck_assert(proposes(2024, "2024-10-01"));
	ck_assert(!proposes(2024, "2024-12-01"));
	ck_assert(!proposes(2026, "2026-12-01"));
	ck_assert(proposes(2036, "2036-10-01"));
	ck_assert(!proposes(2036, "2036-12-01"));
}
END_TEST

START_TEST(proposals_of_any_year_are_sorted_and_inside_it)
{
	for (int anio = 1600; anio <= 2999; anio++) {
		ARENA_AUTO *a = arena_create(1 << 16);
		struct calendario_dia *dias;
		size_t n;

		ck_assert_int_eq(calendario_propose(anio, a, &dias, &n), STATUS_OK);
		for (size_t i = 0; i < n; i++) {
			ck_assert_int_eq(dia_to_civil(dias[i].fecha).anio, anio);
			ck_assert(i == 0 || dias[i - 1].fecha <= dias[i].fecha);
			if (strstr(dias[i].motivo, "lunes"))
				ck_assert_int_eq(dia_semana(dias[i].fecha), 1);
		}
	}
}
END_TEST

START_TEST(proposal_refuses_what_is_no_year)
{
	ARENA_AUTO *a = arena_create(1 << 16);
	ARENA_AUTO *full = arena_create(8);
	struct calendario_dia *dias;
	size_t n;

	ck_assert_int_eq(calendario_propose(1599, a, &dias, &n), STATUS_INVALID);
	ck_assert_int_eq(calendario_propose(3000, a, &dias, &n), STATUS_INVALID);
	ck_assert_int_eq(calendario_propose(2027, full, &dias, &n), STATUS_UNAVAILABLE);
}
END_TEST

START_TEST(count_bounds)
{
	dia_t lun = fecha_of("2025-06-02");

	ck_assert_int_eq(calendario_count(&P.cal, lun, lun), 0);
	ck_assert_int_eq(calendario_count(&P.cal, lun, lun - 1), 0);
	ck_assert_int_eq(calendario_count(&P.cal, lun, lun + 1), 1);
	ck_assert_int_eq(calendario_count(&P.cal, lun, lun + 7), 5);
	ck_assert_int_eq(calendario_count(&P.cal, lun + 5, lun + 7), 0);
	/* From year to year: 261 or 262 weekdays less those off; 2024-12-25 and 2025-01-01 stand on either side. */
	ck_assert_int_eq(calendario_count(&P.cal, fecha_of("2024-12-31"), fecha_of("2025-01-03")), 2);
	ck_assert_int_eq(calendario_count(&P.cal, fecha_of("2023-12-15"), fecha_of("2024-01-04")), 2);
	/* Before the epoch and before any row. */
	ck_assert_int_eq(calendario_count(&P.cal, fecha_of("1600-01-01"), fecha_of("1600-01-08")), 5);
	ck_assert_int_eq(calendario_count(&P.cal, -7, 7), 10);
	/* Longer than any law, no overflow. */
	ck_assert_int_eq(calendario_count(&P.cal, INT32_MIN, INT32_MAX), INT_MAX);
	ck_assert_int_gt(calendario_count(&P.cal, INT32_MIN / 4, INT32_MAX / 4), 700000000);
}
END_TEST

START_TEST(an_empty_calendar_knows_weekends)
{
	const struct calendario c = {0};

	ck_assert(calendario_habil(&c, fecha_of("2025-01-01")));
	ck_assert(!calendario_habil(&c, fecha_of("2025-01-04")));
	ck_assert_int_eq(calendario_count(&c, fecha_of("2025-01-01"), fecha_of("2026-01-01")), 261);
}
END_TEST

START_TEST(count_agrees_with_a_plain_loop)
{
	uint64_t s = 0x9E3779B97F4A7C15ULL;

	for (int i = 0; i < 3000; i++) {
		dia_t desde = fecha_of("2018-06-01") + azar_below(&s, 5000), hasta = desde - 20 + azar_below(&s, 600);

		ck_assert_int_eq(calendario_count(&P.cal, desde, hasta), naive_count(&P.cal, desde, hasta));
	}
	for (int k = 0; k < 200; k++) {
		static struct calendario_prueba q;
		dia_t base = -1000 + azar_below(&s, 2000);

		calendario_prueba_random(&q, &s, base, 120, azar_below(&s, 150));
		for (int i = 0; i < 100; i++) {
			dia_t desde = base - 30 + azar_below(&s, 180), hasta = desde - 10 + azar_below(&s, 200);

			ck_assert_int_eq(calendario_count(&q.cal, desde, hasta), naive_count(&q.cal, desde, hasta));
			ck_assert(calendario_habil(&q.cal, desde) == naive_habil(&q.cal, desde));
		}
	}
}
END_TEST

static dia_t naive_add(const struct calendario *c, dia_t d, int n)
{
	while (n > 0)
		n -= naive_habil(c, ++d);
	return d;
}

START_TEST(adding_agrees_with_a_plain_loop)
{
	uint64_t s = 42;

	for (int k = 0; k < 200; k++) {
		static struct calendario_prueba q;

		calendario_prueba_random(&q, &s, 20000, 90, azar_below(&s, 150));
		for (int i = 0; i < 50; i++) {
			dia_t d = 19980 + azar_below(&s, 120);
			int n = 1 + azar_below(&s, 40);

			ck_assert_int_eq(calendario_add_habiles(&q.cal, d, n), naive_add(&q.cal, d, n));
			ck_assert_int_eq(calendario_siguiente_habil(&q.cal, d), naive_add(&q.cal, d - 1, 1));
		}
	}
	ck_assert_int_eq(calendario_siguiente_habil(&P.cal, fecha_of("2023-12-16")), fecha_of("2024-01-03"));
	ck_assert_int_eq(calendario_siguiente_habil(&P.cal, fecha_of("2025-06-02")), fecha_of("2025-06-02"));
	ck_assert_int_eq(calendario_add_habiles(&P.cal, fecha_of("2025-06-02"), 5), fecha_of("2025-06-09"));
	ck_assert_int_eq(calendario_add_habiles(&P.cal, fecha_of("2025-06-07"), 1), fecha_of("2025-06-09"));
}
END_TEST

/* 200,000 counts over fourteen centuries: no time limit of ours would hold if a day cost a step. */
START_TEST(long_ranges_are_cheap)
{
	dia_t desde = fecha_of("1600-01-01"), hasta = fecha_of("2999-12-31");
	int n = calendario_count(&P.cal, desde, hasta);

	for (int i = 0; i < 200000; i++)
		ck_assert_int_eq(calendario_count(&P.cal, desde, hasta), n);
	ck_assert_int_eq(naive_count(&P.cal, desde, desde + 7), 5);
}
END_TEST

static void explains(const char *fecha, bool habil, const char *motivo, const char *fuente)
{
	ARENA_AUTO *a = arena_create(4096);
	struct dia_explicado x;

	ck_assert_int_eq(calendario_explain(&P.cal, fecha_of(fecha), a, &x), STATUS_OK);
	ck_assert_int_eq(x.fecha, fecha_of(fecha));
	ck_assert_msg(x.habil == habil && x.habil == calendario_habil(&P.cal, x.fecha), "%s", fecha);
	ck_assert_pstr_eq(x.motivo, motivo);
	ck_assert_pstr_eq(x.fuente, fuente);
}

#define LFT "LFT art. 74 / Decreto Calendario Oficial"
#define DOF "Acuerdo por el que se da a conocer la suspensión de labores de la Secretaría de Relaciones Exteriores (DOF 18-12-2023)"

START_TEST(every_day_off_carries_its_reason)
{
	explains("2025-06-02", true, NULL, NULL);
	explains("2025-06-07", false, "Sábado", "LFPA art. 28");
	explains("2025-06-08", false, "Domingo", "LFPA art. 28");
	explains("2025-12-25", false, "Navidad", "LFPA art. 28");
	explains("2027-03-21", false, "Domingo + 21 de marzo (fecha literal)", "LFPA art. 28");
	explains("2022-03-21", false, "21 de marzo (fecha literal) + Tercer lunes de marzo", "LFPA art. 28 + " LFT);
	explains("2023-12-25", false, "Navidad + Vacaciones SRE 2.º periodo 2023", "LFPA art. 28 + " DOF);
	explains("2023-12-30", false, "Sábado + Vacaciones SRE 2.º periodo 2023", "LFPA art. 28 + " DOF);
	/* Enabled days: only what enables counts; the same words are said once. */
	calendario_prueba_add(&P, fecha_of("2025-10-11"), true, "Habilitado", "Acuerdo A");
	calendario_prueba_add(&P, fecha_of("2025-10-11"), true, "Habilitado", "Acuerdo B");
	calendario_prueba_add(&P, fecha_of("2025-12-25"), true, "Habilitado", "Acuerdo A");
	calendario_prueba_add(&P, fecha_of("2025-06-02"), true, "Habilitado sin necesidad", "Acuerdo A");
	explains("2025-10-11", true, "Habilitado", "Acuerdo A + Acuerdo B");
	explains("2025-12-25", true, "Habilitado", "Acuerdo A");
	explains("2025-06-02", true, "Habilitado sin necesidad", "Acuerdo A");
	explains("2025-10-12", false, "Domingo", "LFPA art. 28");
}
END_TEST

START_TEST(explaining_survives_a_full_arena)
{
	static const char *const fechas[] = {"2022-03-21", "2023-12-30", "2025-12-25", "2025-10-11"};

	calendario_prueba_add(&P, fecha_of("2025-10-11"), true, "Habilitado", "A");
	calendario_prueba_add(&P, fecha_of("2025-10-11"), true, "Otra vez", "B");
	for (size_t i = 0; i < 4; i++) {
		enum status st = STATUS_UNAVAILABLE;
		int failures = 0;

		for (size_t max = 0; st != STATUS_OK; max += 8) {
			ARENA_AUTO *a = arena_create(max);
			struct dia_explicado x;

			st = calendario_explain(&P.cal, fecha_of(fechas[i]), a, &x);
			ck_assert(st == STATUS_OK || st == STATUS_UNAVAILABLE);
			failures += st != STATUS_OK;
			ck_assert_uint_lt(max, 4096);
		}
		ck_assert_int_gt(failures, 1);
	}
}
END_TEST

START_TEST(incomplete_years)
{
	int anios[] = {2019, 2020, 2023, 2024};
	struct calendario c = {.anios_sre = anios, .n_anios_sre = 4};
	struct calendario none = {0};
	static const struct {
		const char *desde, *hasta;
		bool incompleto;
	} casos[] = {
		{"2023-01-01", "2023-12-31", false}, {"2023-12-31", "2024-01-01", false}, {"2024-12-31", "2025-01-01", true},
		{"2022-12-31", "2023-01-01", true}, {"2019-01-01", "2020-12-31", false}, {"2019-01-01", "2024-12-31", true},
		{"2018-06-01", "2018-06-02", true}, {"2026-06-01", "2026-06-01", true}, {"2024-01-01", "2024-01-01", false},
		{"2025-01-01", "2024-01-01", false}, /* an empty range touches no year */
	};

	for (size_t i = 0; i < sizeof(casos) / sizeof(casos[0]); i++) {
		ck_assert_msg(calendario_incompleto(&c, fecha_of(casos[i].desde), fecha_of(casos[i].hasta)) == casos[i].incompleto, "%s",
			casos[i].desde);
	}
	ck_assert(calendario_incompleto(&none, fecha_of("2023-01-01"), fecha_of("2023-01-01")));
	ck_assert(!calendario_incompleto(&P.cal, fecha_of("2023-01-01"), fecha_of("2023-12-31")));
	/* The notice of December 2023 names days of January 2024, but that year's calendar is not loaded. */
	ck_assert(calendario_incompleto(&P.cal, fecha_of("2023-12-31"), fecha_of("2024-01-02")));
}
END_TEST

int main(void)
{
	Suite *s = suite_create("domain/calendario");
	TCase *t = tcase_create("calendario");

	tcase_add_checked_fixture(t, load, unload);
	tcase_set_timeout(t, 60);
	tcase_add_test(t, the_table_of_days);
	tcase_add_test(t, every_listed_day_is_off_and_every_other_weekday_is_not);
	tcase_add_test(t, configuration_says_what_the_data_says);
	tcase_add_test(t, proposal_equals_the_law_in_the_data);
	tcase_add_test(t, transmission_moved_from_december_to_october);
	tcase_add_test(t, proposals_of_any_year_are_sorted_and_inside_it);
	tcase_add_test(t, proposal_refuses_what_is_no_year);
	tcase_add_test(t, count_bounds);
	tcase_add_test(t, an_empty_calendar_knows_weekends);
	tcase_add_test(t, count_agrees_with_a_plain_loop);
	tcase_add_test(t, adding_agrees_with_a_plain_loop);
	tcase_add_test(t, long_ranges_are_cheap);
	tcase_add_test(t, every_day_off_carries_its_reason);
	tcase_add_test(t, explaining_survives_a_full_arena);
	tcase_add_test(t, incomplete_years);
	suite_add_tcase(s, t);
	return run_suite(s);
}
