#include "csv_prueba.h"

static struct calendario_prueba P;
static struct reglas_plazo distancia, integros;

static void load(void)
{
	memset(&P, 0, sizeof(P));
	calendario_prueba_load(&P, true);
	distancia = integros = reglas_plazo_default;
	integros.lectura = LECTURA_INTEGROS;
	ck_assert(zona_init("America/Mexico_City"));
}

static void unload(void)
{
	calendario_prueba_free(&P);
}

static instante_t instante_of(const char *s)
{
	instante_t t = INSTANTE_NINGUNO;

	ck_assert_msg(instante_parse(s, &t), "%s", s);
	return t;
}

static const char *dia_nombre(dia_t d)
{
	static const char *const nombres[] = {"dom", "lun", "mar", "mié", "jue", "vie", "sáb"};

	return nombres[dia_semana(d)];
}

/* The notices of one row only, "AAAA-MM-DD AAAA-MM-DD …", into that row's own calendar. */
static void add_days(struct calendario_prueba *p, const char *list, bool habilitado)
{
	for (; *list; list += strspn(list, " ")) {
		char s[FECHA_LEN];

		snprintf(s, sizeof(s), "%s", list);
		calendario_prueba_add(p, fecha_of(s), habilitado, "Hipotético", "Acuerdo hipotético");
		list += strlen(s);
	}
}

static void same_day(const char *id, const char *what, dia_t got, const char *fecha)
{
	char s[FECHA_LEN];

	fecha_format(got, s);
	ck_assert_msg(strcmp(s, fecha) == 0, "%s %s: %s, not %s", id, what, s, fecha);
}

/* The weekdays off with R <= d < F, as the row lists them. */
static void list_days_off(const struct calendario *c, const struct computo *k, char *out)
{
	ARENA_AUTO *a = arena_create(1 << 20);
	struct dia_explicado *dias;
	size_t n;

	*out = '\0';
	ck_assert_int_eq(plazo_explain(c, k, a, &dias, &n), STATUS_OK);
	for (size_t i = 0; i < n; i++)
		if (!dias[i].habil && dia_semana(dias[i].fecha) % 6 != 0 && dias[i].fecha >= k->recepcion_efectiva &&
			dias[i].fecha < k->fecha_firma) {
			if (*out)
				strcat(out, " ");
			fecha_format(dias[i].fecha, out + strlen(out));
		}
}

static void check_row(const struct csv *t, size_t i, const struct calendario *c)
{
	const char *id = csv_get(t, i, "id"), *recepcion = csv_get(t, i, "recepcion_original");
	bool en_tiempo_d = strcmp(csv_get(t, i, "resultado_distancia"), "en_tiempo") == 0;
	bool en_tiempo_i = strcmp(csv_get(t, i, "resultado_integros"), "en_tiempo") == 0;
	dia_t firma = fecha_of(csv_get(t, i, "fecha_firma")), local;
	char text[INSTANTE_LEN + 400];
	struct computo d, f;
	int segundo;

	instante_format(instante_of(recepcion), text);
	ck_assert_msg(strncmp(text, csv_get(t, i, "recepcion_local"), 16) == 0, "%s %s", id, text);
	instante_local(instante_of(recepcion), &local, &segundo);
	ck_assert_str_eq(dia_nombre(local), csv_get(t, i, "dia_recepcion_local"));

	plazo_compute(c, &distancia, instante_of(recepcion), firma, &d);
	plazo_compute(c, &integros, instante_of(recepcion), firma, &f);
	same_day(id, "efectiva", d.recepcion_efectiva, csv_get(t, i, "recepcion_efectiva"));
	same_day(id, "efectiva", f.recepcion_efectiva, csv_get(t, i, "recepcion_efectiva"));
	ck_assert_int_eq(plazo_recepcion_efectiva(c, &distancia, instante_of(recepcion)), d.recepcion_efectiva);
	ck_assert_str_eq(dia_nombre(d.recepcion_efectiva), csv_get(t, i, "dia_efectiva"));
	ck_assert_str_eq(dia_nombre(firma), csv_get(t, i, "dia_firma"));
	ck_assert_int_eq(d.n_distancia, atoi(csv_get(t, i, "habiles_distancia")));
	ck_assert_int_eq(d.n_integros, atoi(csv_get(t, i, "habiles_integros")));
	ck_assert(d.n == d.n_distancia && f.n == f.n_integros && f.n_distancia == d.n_distancia && f.n_integros == d.n_integros);
	same_day(id, "límite distancia", d.ultima_recepcion, csv_get(t, i, "limite_recepcion_distancia"));
	ck_assert_str_eq(dia_nombre(d.ultima_recepcion), csv_get(t, i, "dia_limite"));
	same_day(id, "límite íntegros", f.ultima_recepcion, csv_get(t, i, "limite_recepcion_integros"));
	same_day(id, "recomendada", d.recepcion_recomendada, csv_get(t, i, "limite_recepcion_integros"));
	same_day(id, "recomendada", f.recepcion_recomendada, csv_get(t, i, "limite_recepcion_integros"));
	ck_assert_msg(d.en_tiempo == en_tiempo_d, "%s", id);
	ck_assert_msg(f.en_tiempo == en_tiempo_i, "%s", id);
	list_days_off(c, &d, text);
	ck_assert_str_eq(text, csv_get(t, i, "inhabiles_entre_semana"));
}

START_TEST(the_worked_examples)
{
	static struct csv t;

	csv_read(TEST_DATOS "/plazos_ejemplos.csv", &t);
	ck_assert_uint_eq(t.filas, 1 + 22);
	for (size_t i = 1; i < t.filas; i++) {
		static struct calendario_prueba q;

		memset(&q, 0, sizeof(q));
		calendario_prueba_load(&q, strcmp(csv_get(&t, i, "acuerdo_sre_cargado"), "si") == 0);
		add_days(&q, csv_get(&t, i, "inhabiles_extra"), false);
		add_days(&q, csv_get(&t, i, "habilitados"), true);
		check_row(&t, i, &q.cal);
		calendario_prueba_free(&q);
	}
	csv_free(&t);
}
END_TEST

START_TEST(closing_hour_is_inclusive)
{
	static const struct {
		const char *recepcion, *efectiva;
	} casos[] = {
		{"2025-06-02T00:00:00-06:00", "2025-06-02"},
		{"2025-06-02T18:00:00-06:00", "2025-06-02"},
		{"2025-06-02T18:00:00.999999-06:00", "2025-06-02"},
		{"2025-06-02T18:00:01-06:00", "2025-06-03"},
		{"2025-06-06T18:00:01-06:00", "2025-06-09"},
		{"2025-06-07T10:00:00-06:00", "2025-06-09"},
		{"2025-06-08T23:59:59-06:00", "2025-06-09"},
		{"2025-06-09T05:59:59Z", "2025-06-09"},
		{"2023-12-15T19:00:00-06:00", "2024-01-03"},
		{"2024-12-24T18:00:01-06:00", "2024-12-26"},
	};
	struct reglas_plazo r = reglas_plazo_default;

	for (size_t i = 0; i < sizeof(casos) / sizeof(casos[0]); i++)
		same_day(casos[i].recepcion, "efectiva", plazo_recepcion_efectiva(&P.cal, &r, instante_of(casos[i].recepcion)),
			casos[i].efectiva);
	r.hora_cierre = 15 * 3600;
	same_day("15 h", "efectiva", plazo_recepcion_efectiva(&P.cal, &r, instante_of("2025-06-02T15:00:00-06:00")), "2025-06-02");
	same_day("15 h", "efectiva", plazo_recepcion_efectiva(&P.cal, &r, instante_of("2025-06-02T15:00:01-06:00")), "2025-06-03");
}
END_TEST

START_TEST(defaults_are_the_practice)
{
	ck_assert_int_eq(reglas_plazo_default.dias_antelacion, 10);
	ck_assert_int_eq(reglas_plazo_default.hora_cierre, 64800);
	ck_assert_int_eq(reglas_plazo_default.lectura, LECTURA_DISTANCIA);
	ck_assert_int_eq(reglas_plazo_default.dias_prevencion_min, 5);
	ck_assert_int_eq(reglas_plazo_default.meses_caducidad, 3);
}
END_TEST

START_TEST(only_the_limits)
{
	struct computo k;

	plazo_compute(&P.cal, &distancia, INSTANTE_NINGUNO, fecha_of("2023-11-28"), &k);
	ck_assert(k.recepcion == INSTANTE_NINGUNO);
	ck_assert_int_eq(k.recepcion_efectiva, DIA_NINGUNO);
	same_day("solo límite", "distancia", k.ultima_recepcion, "2023-11-13");
	same_day("solo límite", "íntegros", k.recepcion_recomendada, "2023-11-10");
	ck_assert(k.n == 0 && k.n_distancia == 0 && k.n_integros == 0 && !k.en_tiempo);
	ck_assert(!k.calendario_incompleto);
	ck_assert_int_eq(k.calendario_version, 7);
	ck_assert_int_eq(k.lectura, LECTURA_DISTANCIA);
	ck_assert_int_eq(k.dias_requeridos, 10);
	ck_assert_int_eq(k.fecha_firma, fecha_of("2023-11-28"));

	plazo_compute(&P.cal, &integros, INSTANTE_NINGUNO, fecha_of("2023-11-28"), &k);
	same_day("solo límite", "íntegros", k.ultima_recepcion, "2023-11-10");
	ck_assert_int_eq(k.lectura, LECTURA_INTEGROS);
}
END_TEST

START_TEST(without_a_signing_date_only_the_reception_is_known)
{
	ARENA_AUTO *a = arena_create(4096);
	struct dia_explicado *dias;
	struct computo k;
	size_t n;

	plazo_compute(&P.cal, &distancia, instante_of("2025-06-06T18:00:01-06:00"), DIA_NINGUNO, &k);
	same_day("sin firma", "efectiva", k.recepcion_efectiva, "2025-06-09");
	ck_assert(k.n == 0 && !k.en_tiempo && !k.calendario_incompleto);
	ck_assert(k.ultima_recepcion == DIA_NINGUNO && k.recepcion_recomendada == DIA_NINGUNO && k.fecha_firma == DIA_NINGUNO);
	ck_assert_int_eq(plazo_explain(&P.cal, &k, a, &dias, &n), STATUS_OK);
	ck_assert(n == 0 && dias == NULL);
	plazo_compute(&P.cal, &distancia, INSTANTE_NINGUNO, DIA_NINGUNO, &k);
	ck_assert_int_eq(k.recepcion_efectiva, DIA_NINGUNO);
}
END_TEST

START_TEST(incomplete_calendars_are_said)
{
	static const struct {
		const char *recepcion, *firma; /* "" = limits alone */
		bool incompleto;
	} casos[] = {
		{"2023-03-01T10:00:00-06:00", "2023-03-31", false},
		{"", "2023-03-31", false},
		{"", "2023-01-10", true},                          /* the limit lies in 2022 */
		{"2023-01-02T10:00:00-06:00", "2023-01-10", true}, /* so does the limit that the answer names */
		{"2022-12-30T10:00:00-06:00", "2023-06-30", true}, /* the reception does */
		{"2022-12-31T10:00:00-06:00", "2023-06-30", true}, /* moved into 2023, but by 2022's calendar */
		{"2023-12-01T10:00:00-06:00", "2023-12-29", false},
		{"2023-12-11T10:00:00-06:00", "2024-01-10", true},
		{"2023-12-30T10:00:00-06:00", "2023-11-28", true}, /* received after the signing, effective in 2024 */
		{"2025-06-02T10:00:00-06:00", "2025-06-16", true},
	};

	for (size_t i = 0; i < sizeof(casos) / sizeof(casos[0]); i++) {
		instante_t r = *casos[i].recepcion ? instante_of(casos[i].recepcion) : INSTANTE_NINGUNO;
		struct computo k;

		plazo_compute(&P.cal, &distancia, r, fecha_of(casos[i].firma), &k);
		ck_assert_msg(k.calendario_incompleto == casos[i].incompleto, "%zu", i);
	}
}
END_TEST

/* For random calendars, rules and dates: the limits are the latest effective days in time, and being in time is being no later. */
START_TEST(limits_agree_with_a_plain_search)
{
	uint64_t s = 20231218;

	for (int k = 0; k < 400; k++) {
		static struct calendario_prueba q;
		struct reglas_plazo r = reglas_plazo_default;
		dia_t firma = 20100 + azar_below(&s, 60), naive_d, naive_i;
		struct computo c;

		calendario_prueba_random(&q, &s, 20000, 150, azar_below(&s, 100));
		r.dias_antelacion = 1 + azar_below(&s, 15);
		r.lectura = azar_below(&s, 2) ? LECTURA_DISTANCIA : LECTURA_INTEGROS;
		plazo_compute(
			&q.cal, &r, instante_from_dia(20000 + azar_below(&s, 160)) + azar_below(&s, 86400) * INT64_C(1000000), firma, &c);
		ck_assert_int_eq(c.n_distancia, naive_count(&q.cal, c.recepcion_efectiva, firma));
		ck_assert_int_eq(c.n_integros, naive_count(&q.cal, c.recepcion_efectiva + 1, firma));
		for (naive_d = firma; !naive_habil(&q.cal, naive_d) || naive_count(&q.cal, naive_d, firma) < r.dias_antelacion;)
			naive_d--;
		for (naive_i = firma; !naive_habil(&q.cal, naive_i) || naive_count(&q.cal, naive_i + 1, firma) < r.dias_antelacion;)
			naive_i--;
		ck_assert_int_eq(c.recepcion_recomendada, naive_i);
		ck_assert_int_eq(c.ultima_recepcion, r.lectura == LECTURA_INTEGROS ? naive_i : naive_d);
		ck_assert(c.en_tiempo == (c.recepcion_efectiva <= c.ultima_recepcion));
		ck_assert(naive_habil(&q.cal, c.recepcion_efectiva));
	}
}
END_TEST

START_TEST(day_by_day)
{
	ARENA_AUTO *a = arena_create(1 << 20);
	struct dia_explicado *dias;
	struct computo k;
	size_t n, counted = 0;

	/* From the day of reception (Saturday 16 December 2023, moved to 3 January) to the signing, both included. */
	plazo_compute(&P.cal, &distancia, instante_of("2023-12-16T10:00:00-06:00"), fecha_of("2024-01-18"), &k);
	ck_assert_int_eq(plazo_explain(&P.cal, &k, a, &dias, &n), STATUS_OK);
	ck_assert_uint_eq(n, 34);
	same_day("explicación", "primer día", dias[0].fecha, "2023-12-16");
	same_day("explicación", "último día", dias[n - 1].fecha, "2024-01-18");
	for (size_t i = 0; i < n; i++) {
		ck_assert_int_eq(dias[i].fecha, dias[0].fecha + (dia_t)i);
		ck_assert(dias[i].habil == calendario_habil(&P.cal, dias[i].fecha));
		ck_assert(dias[i].habil == (dias[i].motivo == NULL) && dias[i].habil == (dias[i].fuente == NULL));
		counted += dias[i].habil && dias[i].fecha >= k.recepcion_efectiva && dias[i].fecha < k.fecha_firma;
	}
	ck_assert_int_eq((int)counted, k.n_distancia);
	ck_assert_str_eq(dias[9].motivo, "Navidad + Vacaciones SRE 2.º periodo 2023");

	/* The limits alone: from the recommended day. */
	plazo_compute(&P.cal, &distancia, INSTANTE_NINGUNO, fecha_of("2025-06-16"), &k);
	ck_assert_int_eq(plazo_explain(&P.cal, &k, a, &dias, &n), STATUS_OK);
	ck_assert_uint_eq(n, 18);
	same_day("explicación", "primer día", dias[0].fecha, "2025-05-30");

	/* Signed before it was received: nothing to explain. */
	plazo_compute(&P.cal, &distancia, instante_of("2025-07-10T10:00:00-06:00"), fecha_of("2025-07-07"), &k);
	ck_assert_int_eq(plazo_explain(&P.cal, &k, a, &dias, &n), STATUS_OK);
	ck_assert(n == 0 && dias == NULL);

	/* Years ahead: bounded. */
	plazo_compute(&P.cal, &distancia, instante_of("2025-06-02T10:00:00-06:00"), fecha_of("2030-06-02"), &k);
	ck_assert_int_eq(plazo_explain(&P.cal, &k, a, &dias, &n), STATUS_OK);
	ck_assert_uint_eq(n, PLAZO_EXPLICADOS_MAX);
}
END_TEST

START_TEST(explaining_survives_a_full_arena)
{
	enum status st = STATUS_UNAVAILABLE;
	struct computo k;
	int failures = 0;

	plazo_compute(&P.cal, &distancia, instante_of("2023-12-22T10:00:00-06:00"), fecha_of("2024-01-03"), &k);
	for (size_t max = 0; st != STATUS_OK; max += 16) {
		ARENA_AUTO *a = arena_create(max);
		struct dia_explicado *dias;
		size_t n;

		st = plazo_explain(&P.cal, &k, a, &dias, &n);
		ck_assert(st == STATUS_OK ? n == 13 : st == STATUS_UNAVAILABLE && n == 0);
		failures += st != STATUS_OK;
		ck_assert_uint_lt(max, 1 << 16);
	}
	ck_assert_int_gt(failures, 5);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("domain/plazo");
	TCase *t = tcase_create("plazo");

	tcase_add_checked_fixture(t, load, unload);
	tcase_set_timeout(t, 60);
	tcase_add_test(t, the_worked_examples);
	tcase_add_test(t, closing_hour_is_inclusive);
	tcase_add_test(t, defaults_are_the_practice);
	tcase_add_test(t, only_the_limits);
	tcase_add_test(t, without_a_signing_date_only_the_reception_is_known);
	tcase_add_test(t, incomplete_calendars_are_said);
	tcase_add_test(t, limits_agree_with_a_plain_search);
	tcase_add_test(t, day_by_day);
	tcase_add_test(t, explaining_survives_a_full_arena);
	suite_add_tcase(s, t);
	return run_suite(s);
}
