/* The table is transitions.csv, row for row and in its exact expansion; lookups, steps and what each act carries. */
#include "escenario.h"

static struct csv T;

static void load(void)
{
	csv_read(TEST_DATOS "/transitions.csv", &T);
}

static void unload(void)
{
	csv_free(&T);
}

static const char *cell(size_t fila, const char *columna)
{
	return csv_get(&T, fila + 1, columna);
}

static int estado_of(const char *slug, size_t n)
{
	for (int i = 1; i < ESTADO_COUNT; i++)
		if (strlen(vocabulario_slug(&vocabulario_estado, i)) == n && memcmp(vocabulario_slug(&vocabulario_estado, i), slug, n) == 0)
			return i;
	ck_abort_msg("state %s", slug);
	return 0;
}

/* Is state `e` in a cell such as "a|b", "*" or ""? */
static bool in_list(const char *list, int e)
{
	if (*list == '\0')
		return e == ESTADO_NINGUNO;
	if (strcmp(list, "*") == 0)
		return e != ESTADO_NINGUNO;
	while (*list) {
		size_t n = strcspn(list, "|");
		if (estado_of(list, n) == e)
			return true;
		list += n + (list[n] == '|');
	}
	return false;
}

static unsigned roles_of(const char *list)
{
	unsigned roles = 0;
	while (*list) {
		size_t n = strcspn(list, "|");
		for (int r = 1; r < ROL_COUNT; r++)
			if (strlen(vocabulario_slug(&vocabulario_rol, r)) == n &&
				memcmp(vocabulario_slug(&vocabulario_rol, r), list, n) == 0)
				roles |= ROL_BIT(r);
		list += n + (list[n] == '|');
	}
	return roles;
}

START_TEST(the_prose_is_the_file_text_for_text)
{
	ck_assert_uint_eq(T.filas - 1, transiciones_prosa_count);
	for (size_t i = 0; i < transiciones_prosa_count; i++) {
		const struct transicion_prosa *p = &transiciones_prosa[i];
		ck_assert_str_eq(vocabulario_slug(&vocabulario_acto, (int)p->acto), cell(i, "acto"));
		ck_assert_int_eq(p->paso, atoi(cell(i, "paso")));
		ck_assert_str_eq(p->desde, cell(i, "desde"));
		ck_assert_str_eq(p->hacia, cell(i, "hacia"));
		ck_assert_str_eq(p->rol, cell(i, "rol"));
		/* Users read it: the one row that the file has in English is told in Spanish. */
		ck_assert_str_eq(p->condiciones,
			p->acto == ACTO_ABRIR
				? "organización activa; la DGCP puede abrir por una organización cuando la solicitud llega por "
				  "correo electrónico"
				: cell(i, "condiciones"));
		ck_assert_str_eq(p->produce, cell(i, "produce"));
		ck_assert_uint_gt(strlen(p->fundamento), 0);
	}
}
END_TEST

/* Every exact row comes from its row of the file, and every state that the file names has its exact row. */
START_TEST(the_rows_are_the_file_expanded)
{
	size_t expanded = 0;
	for (size_t i = 0; i < T.filas - 1; i++) {
		int acto = vocabulario_find(&vocabulario_acto, cell(i, "acto"));
		ck_assert_int_ne(acto, 0);
		for (int e = 0; e < ESTADO_COUNT; e++) {
			bool listed = in_list(cell(i, "desde"), e), found = false;
			for (size_t k = 0; k < transiciones_count; k++) {
				const struct transicion *t = &transiciones[k];
				if (t->fila != (int)i || (int)t->desde != e)
					continue;
				ck_assert(listed && !found);
				found = true;
				ck_assert_int_eq(t->acto, acto);
				ck_assert_int_eq(t->paso, atoi(cell(i, "paso")));
				ck_assert_int_eq(t->hacia,
					strcmp(cell(i, "hacia"), "=") == 0 ? e : estado_of(cell(i, "hacia"), strlen(cell(i, "hacia"))));
				ck_assert_uint_eq(t->roles, roles_of(cell(i, "rol")));
				ck_assert_uint_ne(t->roles, 0);
				ck_assert_ptr_eq(transicion_exacta(t->acto, t->desde, t->hacia), t);
			}
			ck_assert_int_eq(listed, found);
			expanded += listed;
		}
	}
	ck_assert_uint_eq(expanded, transiciones_count);
}
END_TEST

/* "produce" says what is numbered and how a file ends. */
START_TEST(series_and_results_follow_what_is_produced)
{
	for (size_t k = 0; k < transiciones_count; k++) {
		const struct transicion *t = &transiciones[k];
		const char *produce = transiciones_prosa[t->fila].produce, *resultado = strstr(produce, "resultado=");
		enum serie serie = strstr(produce, "folio")     ? SERIE_FOLIO
			: strstr(produce, "dictamen numerado")  ? SERIE_DICTAMEN
			: strstr(produce, "número de registro") ? SERIE_REGISTRO
			: !strstr(produce, "oficio")            ? SERIE_NINGUNO
			: t->roles & ROL_BIT(ROL_DGCP)          ? SERIE_OFICIO_DGCP
								: SERIE_OFICIO_CJA;
		ck_assert_msg(t->serie == serie, "%s", transiciones_prosa[t->fila].produce);
		ck_assert_str_eq(
			vocabulario_slug(&vocabulario_resultado, (int)t->resultado), resultado ? resultado + strlen("resultado=") : "");
		ck_assert_int_eq(t->resultado != RESULTADO_NINGUNO, t->hacia == ESTADO_CONCLUIDO && t->desde != ESTADO_CONCLUIDO);
	}
}
END_TEST

START_TEST(keys_are_exact)
{
	for (size_t i = 0; i < transiciones_count; i++)
		for (size_t k = i + 1; k < transiciones_count; k++)
			ck_assert(transiciones[i].acto != transiciones[k].acto || transiciones[i].desde != transiciones[k].desde ||
				(transiciones[i].cuando != transiciones[k].cuando && transiciones[i].cuando && transiciones[k].cuando));
	ck_assert_ptr_null(transicion_exacta(ACTO_TURNAR, ESTADO_BORRADOR, ESTADO_TURNADO));
	ck_assert_ptr_null(transicion_exacta(ACTO_TURNAR, ESTADO_PRESENTADO, ESTADO_BORRADOR));
}
END_TEST

START_TEST(every_state_is_reached_from_nothing)
{
	bool reached[ESTADO_COUNT] = {[ESTADO_NINGUNO] = true};
	for (int round = 0; round < ESTADO_COUNT; round++)
		for (size_t i = 0; i < transiciones_count; i++)
			reached[transiciones[i].hacia] |= reached[transiciones[i].desde];
	for (int e = 0; e < ESTADO_COUNT; e++)
		ck_assert_msg(reached[e], "%s", vocabulario_slug(&vocabulario_estado, e));
}
END_TEST

START_TEST(the_row_is_chosen_by_the_fact)
{
	static struct expediente e;
	expediente_init(&e, uuid_of(1));
	ck_assert_int_eq(transicion_find(ACTO_ABRIR, NULL)->hacia, ESTADO_BORRADOR);
	ck_assert_int_eq(transicion_find(ACTO_ABRIR, &e)->hacia, ESTADO_BORRADOR);
	ck_assert_ptr_null(transicion_find(ACTO_ANOTAR, NULL));
	e.estado = ESTADO_DICTAMINADO;
	e.dictamen.sentido = SENTIDO_PROCEDENTE;
	ck_assert_int_eq(transicion_find(ACTO_RESPONDER, &e)->hacia, ESTADO_RESPONDIDO);
	e.dictamen.sentido = SENTIDO_IMPROCEDENTE;
	ck_assert_int_eq(transicion_find(ACTO_RESPONDER, &e)->hacia, ESTADO_CONCLUIDO);
	ck_assert_ptr_null(transicion_find(ACTO_ABRIR, &e));
	ck_assert_ptr_null(transicion_find(ACTO_MODIFICAR_DATOS, &e));
}
END_TEST

START_TEST(twelve_steps)
{
	for (int i = 0; i < 12; i++) {
		ck_assert_int_eq(pasos[i].paso, i + 1);
		ck_assert_int_ne(pasos[i].oficina, OFICINA_NINGUNO);
		ck_assert(strlen(pasos[i].titulo) > 0 && strlen(pasos[i].descripcion) > 0);
	}
	/* A file stands at the step of the office that holds it; the ends belong to the last one. */
	for (int e = ESTADO_BORRADOR; e < ESTADO_COUNT; e++) {
		int paso = estado_paso((enum estado)e);
		ck_assert(paso >= 1 && paso <= 12);
		if (e != ESTADO_OBSERVADO && e != ESTADO_REGISTRO_OBSERVADO)
			ck_assert_int_eq(pasos[paso - 1].oficina, estado_turno((enum estado)e));
	}
	ck_assert_int_eq(estado_paso(ESTADO_NINGUNO), 0);
	ck_assert_int_eq(estado_paso(ESTADO_COUNT), 0);
}
END_TEST

START_TEST(members_of_each_act)
{
	size_t n;
	for (int acto = ACTO_NINGUNO; acto < ACTO_COUNT; acto++) {
		const struct acto_miembro *m = acto_admite((enum acto_tipo)acto, &n);
		ck_assert_int_eq(n > 0, m != NULL);
		for (size_t i = 0; i < n; i++)
			for (size_t k = i + 1; k < n; k++)
				ck_assert_str_ne(m[i].nombre, m[k].nombre);
	}
	ck_assert_str_eq(acto_admite(ACTO_DICTAMINAR, &n)[0].nombre, "sentido");
	ck_assert_uint_eq(n, 5);
	ck_assert_str_eq(acto_admite(ACTO_OBSERVAR_REGISTRO, &n)[0].nombre, "no_incorporadas");
	ck_assert(acto_miembro_guardado("respuestas") && acto_miembro_guardado("declaracion_version_final"));
	ck_assert(!acto_miembro_guardado("sentido") && !acto_miembro_guardado("nada"));
	ck_assert_ptr_null(acto_admite(ACTO_COUNT, &n));
	ck_assert_uint_eq(n, 0);
}
END_TEST

START_TEST(media_types_of_documents)
{
	ck_assert(documento_tipo_admitido(CLASE_DOCUMENTO_SOLICITUD, PDF));
	ck_assert(!documento_tipo_admitido(CLASE_DOCUMENTO_SOLICITUD, DOCX));
	ck_assert(documento_tipo_admitido(CLASE_DOCUMENTO_PROYECTO, DOCX));
	ck_assert(!documento_tipo_admitido(CLASE_DOCUMENTO_PROYECTO, PDF));
	ck_assert(documento_tipo_admitido(CLASE_DOCUMENTO_ANEXO, "image/png"));
	ck_assert(!documento_tipo_admitido(CLASE_DOCUMENTO_ANEXO, NULL));
	ck_assert_ptr_null(documento_tipo_exigido(CLASE_DOCUMENTO_COUNT));
}
END_TEST

int main(void)
{
	Suite *s = suite_create("domain/procedimiento");
	TCase *t = tcase_create("procedimiento");
	tcase_add_checked_fixture(t, load, unload);
	tcase_add_test(t, the_prose_is_the_file_text_for_text);
	tcase_add_test(t, the_rows_are_the_file_expanded);
	tcase_add_test(t, series_and_results_follow_what_is_produced);
	tcase_add_test(t, keys_are_exact);
	tcase_add_test(t, every_state_is_reached_from_nothing);
	tcase_add_test(t, the_row_is_chosen_by_the_fact);
	tcase_add_test(t, twelve_steps);
	tcase_add_test(t, members_of_each_act);
	tcase_add_test(t, media_types_of_documents);
	suite_add_tcase(s, t);
	return run_suite(s);
}
