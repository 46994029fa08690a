/* What each caller may do now and what it still lacks: the same guards as the decision, without data and without the clock. */
#include "escenario.h"

static struct escenario S;
static struct disponible *L;
static size_t n;

static void clean(void)
{
	esc_free(&S);
}

static void list(enum quien q)
{
	ck_assert_int_eq(disponibles_list(&S.e, &S.actores[q], &S.env, S.a, &L, &n), STATUS_OK);
}

static const struct disponible *find(enum acto_tipo acto)
{
	for (size_t i = 0; i < n; i++)
		if (L[i].acto == acto)
			return &L[i];
	return NULL;
}

static bool lacks(const struct disponible *d, const char *pointer, const char *slug)
{
	for (size_t i = 0; i < d->n_faltan; i++)
		if (strcmp(d->faltan[i].pointer, pointer) == 0 && strcmp(d->faltan[i].slug, slug) == 0)
			return true;
	return false;
}

/* In every state, for everybody: nothing but what the table gives this role; what is left out is beyond mending. */
START_TEST(what_the_table_gives)
{
	for (int e = ESTADO_BORRADOR; e < ESTADO_COUNT; e++) {
		esc_open_at(&S, (enum estado)e);
		for (int q = 0; q < QUIENES; q++) {
			list((enum quien)q);
			bool sees = expediente_visible(&S.e, &S.actores[q]);
			for (int acto = ACTO_ABRIR; acto < ACTO_COUNT; acto++) {
				const struct transicion *t = transicion_find((enum acto_tipo)acto, &S.e);
				bool given = sees && t && (t->roles & ROL_BIT(S.actores[q].rol));
				ck_assert_int_eq(find((enum acto_tipo)acto) != NULL, given);
				if (given)
					ck_assert_int_eq(find((enum acto_tipo)acto)->paso, t->paso);
			}
		}
		clean();
	}
	esc_init(&S);
}
END_TEST

/* An act that lacks nothing on the file's side is accepted with valid data, and one that lacks something is not. */
START_TEST(it_agrees_with_the_decision)
{
	for (int e = ESTADO_BORRADOR; e < ESTADO_COUNT; e++) {
		for (int prepared = 0; prepared < 2; prepared++) {
			for (int acto = ACTO_ABRIR; acto < ACTO_COUNT; acto++) {
				esc_open_at(&S, (enum estado)e);
				const struct transicion *t = transicion_find((enum acto_tipo)acto, &S.e);
				if (t) {
					enum quien q = quien_de((enum acto_tipo)acto);
					if (prepared)
						esc_prepare(&S, (enum acto_tipo)acto);
					struct acto_datos d = datos_de(&S, (enum acto_tipo)acto);
					list(q);
					const struct disponible *row = find((enum acto_tipo)acto);
					dia_t today;
					int second;
					instante_local(S.env.now, &today, &second);
					bool now = row->a_partir_de == DIA_NINGUNO || row->a_partir_de <= today;
					now = now && (row->hasta == DIA_NINGUNO || today <= row->hasta);
					enum status st = esc_try(&S, (enum acto_tipo)acto, &d, q);
					ck_assert_msg((row->n_faltan == 0 && now) == (st == STATUS_OK), "%s in %s",
						vocabulario_slug(&vocabulario_acto, acto), vocabulario_slug(&vocabulario_estado, e));
				}
				clean();
			}
		}
	}
	esc_init(&S);
}
END_TEST

START_TEST(a_draft_says_all_that_it_lacks)
{
	struct acto_datos d;
	esc_init(&S);
	acto_datos_init(&d);
	esc_do(&S, ACTO_ABRIR, &d, LOCAL);
	S.env.instrumento_dictaminado = true;
	list(LOCAL);
	const struct disponible *p = find(ACTO_PRESENTAR);
	ck_assert_uint_eq(p->n_faltan, 15); /* the declaration is data */
	ck_assert(lacks(p, "/documentos/solicitud", "falta-solicitud"));
	ck_assert(lacks(p, "/datos/contrapartes", "falta-contraparte"));
	ck_assert(lacks(p, "", "ya-dictaminado"));
	ck_assert_ptr_nonnull(strstr(p->faltan[14].detail.es, "texto del proyecto"));
	ck_assert_uint_eq(find(ACTO_DESISTIR)->n_faltan, 0);
	ck_assert_ptr_null(find(ACTO_DESISTIR)->faltan);
	/* A file without acts: it may be opened. */
	S.env.organizacion_activa = false;
	expediente_init(&S.e, uuid_of(1));
	list(DGCP);
	ck_assert_uint_eq(n, 1);
	ck_assert(lacks(find(ACTO_ABRIR), "", "organizacion-inactiva"));
}
END_TEST

START_TEST(dates_say_from_when_and_until_when)
{
	esc_open_at(&S, ESTADO_BORRADOR);
	list(LOCAL);
	ck_assert_int_eq(find(ACTO_PRESENTAR)->hasta, fecha_of("2026-06-15"));
	esc_to(&S, ESTADO_PRESENTADO);
	list(DGCP);
	ck_assert_int_eq(find(ACTO_TURNAR)->hasta, fecha_of("2026-06-01"));
	esc_act(&S, ACTO_PREVENIR);
	list(LOCAL);
	ck_assert_int_eq(find(ACTO_DESAHOGAR)->hasta, fecha_of("2026-03-09"));
	list(DGCP);
	ck_assert_int_eq(find(ACTO_DESECHAR)->a_partir_de, fecha_of("2026-03-10"));
	/* The earlier of two limits. */
	S.e.datos.fecha_firma_pretendida = fecha_of("2026-03-06");
	list(LOCAL);
	ck_assert_int_eq(find(ACTO_DESAHOGAR)->hasta, fecha_of("2026-03-06"));
	S.e.datos.fecha_firma_pretendida = fecha_of("2026-06-15");
	esc_act(&S, ACTO_DECLARAR_EVENTUALIDAD);
	esc_act(&S, ACTO_DESAHOGAR);
	list(DGCP);
	ck_assert_int_eq(find(ACTO_TURNAR)->hasta, DIA_NINGUNO);
	ck_assert_ptr_null(find(ACTO_PREVENIR));
	esc_to(&S, ESTADO_OBSERVADO);
	list(DGCP);
	ck_assert_int_eq(find(ACTO_ADVERTIR_CADUCIDAD)->a_partir_de, fecha_of("2026-03-04"));
	ck_assert(lacks(find(ACTO_CADUCAR), "", "caducidad-no-procede"));
	S.env.now += 15 * DIA;
	esc_act(&S, ACTO_ADVERTIR_CADUCIDAD);
	list(DGCP);
	ck_assert_int_eq(find(ACTO_CADUCAR)->a_partir_de, fecha_of("2026-06-17"));
	ck_assert_uint_eq(find(ACTO_CADUCAR)->n_faltan, 0);
}
END_TEST

/* The clock alone changes nothing: the list may be kept with the version of the file. */
START_TEST(the_clock_does_not_enter)
{
	for (int e = ESTADO_BORRADOR; e < ESTADO_COUNT; e++) {
		esc_open_at(&S, (enum estado)e);
		for (int q = 0; q < QUIENES; q++) {
			list((enum quien)q);
			struct disponible *before = L;
			size_t n_before = n;
			instante_t now = S.env.now;
			S.env.now += 2000 * DIA;
			list((enum quien)q);
			S.env.now = now;
			ck_assert_uint_eq(n, n_before);
			for (size_t i = 0; i < n; i++) {
				ck_assert(L[i].acto == before[i].acto && L[i].n_faltan == before[i].n_faltan);
				ck_assert(L[i].a_partir_de == before[i].a_partir_de && L[i].hasta == before[i].hasta);
			}
		}
		clean();
	}
	esc_init(&S);
}
END_TEST

START_TEST(receipts_only_while_something_waits)
{
	esc_open_at(&S, ESTADO_RESPONDIDO);
	list(LOCAL);
	ck_assert_ptr_nonnull(find(ACTO_ACUSAR));
	esc_act(&S, ACTO_ACUSAR);
	list(LOCAL);
	ck_assert_ptr_null(find(ACTO_ACUSAR));
	clean();
	esc_open_at(&S, ESTADO_BORRADOR);
	esc_act(&S, ACTO_DESISTIR);
	list(LOCAL);
	ck_assert_uint_eq(n, 0);
}
END_TEST

START_TEST(four_eyes_are_told_beforehand)
{
	esc_open_at(&S, ESTADO_EN_REVISION);
	list(TITULAR);
	ck_assert(lacks(find(ACTO_DICTAMINAR), "/documentos/proyecto_dictamen", "falta-proyecto-dictamen"));
	esc_doc(&S, CLASE_DOCUMENTO_PROYECTO_DICTAMEN, TITULAR);
	list(TITULAR);
	ck_assert(lacks(find(ACTO_DICTAMINAR), "", "cuatro-ojos"));
	list(TITULAR_2);
	ck_assert_uint_eq(find(ACTO_DICTAMINAR)->n_faltan, 0);
}
END_TEST

/* More than an answer lists: it is cut, and still an answer. */
START_TEST(a_long_list_is_cut)
{
	static struct contraparte anonimas[ERROR_ITEMS_MAX];
	esc_open_at(&S, ESTADO_BORRADOR);
	S.e.datos.contrapartes = anonimas;
	S.e.datos.n_contrapartes = ERROR_ITEMS_MAX; /* each lacks its name and its kind */
	list(LOCAL);
	ck_assert_uint_eq(find(ACTO_PRESENTAR)->n_faltan, ERROR_ITEMS_MAX);
	ck_assert_uint_eq(find(ACTO_DESISTIR)->n_faltan, 0);
}
END_TEST

START_TEST(a_full_arena_is_said)
{
	struct acto_datos d;
	size_t full = 0;
	esc_init(&S);
	acto_datos_init(&d);
	esc_do(&S, ACTO_ABRIR, &d, LOCAL);
	S.env.instrumento_dictaminado = true;
	for (size_t max = 0;; max += 16) {
		struct arena *a = arena_create(max);
		enum status st = disponibles_list(&S.e, &S.actores[LOCAL], &S.env, a, &L, &n);
		if (st == STATUS_OK)
			ck_assert_uint_eq(L[0].n_faltan, 15);
		else
			ck_assert_int_eq(st, STATUS_UNAVAILABLE);
		arena_destroy(a);
		full += st != STATUS_OK;
		if (st == STATUS_OK)
			break;
		ck_assert_uint_lt(max, 1 << 20);
	}
	ck_assert_uint_gt(full, 10);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("domain/disponibles");
	TCase *t = tcase_create("disponibles");
	if (!zona_init("America/Mexico_City"))
		return EXIT_FAILURE;
	tcase_add_checked_fixture(t, NULL, clean);
	tcase_set_timeout(t, 120);
	tcase_add_test(t, what_the_table_gives);
	tcase_add_test(t, it_agrees_with_the_decision);
	tcase_add_test(t, a_draft_says_all_that_it_lacks);
	tcase_add_test(t, dates_say_from_when_and_until_when);
	tcase_add_test(t, the_clock_does_not_enter);
	tcase_add_test(t, receipts_only_while_something_waits);
	tcase_add_test(t, four_eyes_are_told_beforehand);
	tcase_add_test(t, a_long_list_is_cut);
	tcase_add_test(t, a_full_arena_is_said);
	suite_add_tcase(s, t);
	return run_suite(s);
}
