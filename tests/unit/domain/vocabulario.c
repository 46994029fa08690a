#include "domain/vocabulario.h"

#include "csv_prueba.h"

static const struct vocabulario *const todos[] = {
	&vocabulario_tipo_acuerdo,
	&vocabulario_nivel,
	&vocabulario_clase_organo,
	&vocabulario_clase_contraparte,
	&vocabulario_area,
	&vocabulario_vigencia,
	&vocabulario_rol,
	&vocabulario_oficina,
	&vocabulario_clase_documento,
	&vocabulario_severidad,
	&vocabulario_sentido,
	&vocabulario_motivo_copia,
	&vocabulario_verificacion,
	&vocabulario_renglon,
	&vocabulario_resultado,
	&vocabulario_serie,
	&vocabulario_lectura,
	&vocabulario_estado,
	&vocabulario_acto,
};
#define N_TODOS (sizeof(todos) / sizeof(todos[0]))

START_TEST(every_slug_finds_its_value_and_only_its_value)
{
	for (size_t v = 0; v < N_TODOS; v++) {
		ck_assert_int_gt(todos[v]->n, 1);
		ck_assert_str_ne(todos[v]->nombre, "");
		ck_assert_str_eq(todos[v]->slugs[0], "");
		for (int i = 1; i < todos[v]->n; i++) {
			const char *slug = vocabulario_slug(todos[v], i);

			ck_assert_int_eq(vocabulario_find(todos[v], slug), i);
			ck_assert_str_ne(vocabulario_titulo(todos[v], i), "");
			/* Slugs are names for the API, the database and the journal. */
			ck_assert_uint_eq(strspn(slug, "abcdefghijklmnopqrstuvwxyz_"), strlen(slug));
			ck_assert_uint_gt(strlen(slug), 0);
		}
	}
}
END_TEST

START_TEST(outside_the_list_is_empty)
{
	static const int outside[] = {0, -1, INT_MIN, INT_MAX};

	for (size_t v = 0; v < N_TODOS; v++) {
		for (size_t i = 0; i < sizeof(outside) / sizeof(outside[0]); i++) {
			ck_assert_str_eq(vocabulario_slug(todos[v], outside[i]), "");
			ck_assert_str_eq(vocabulario_titulo(todos[v], outside[i]), "");
		}
		ck_assert_str_eq(vocabulario_slug(todos[v], todos[v]->n), "");
		ck_assert_int_eq(vocabulario_find(todos[v], NULL), 0);
		ck_assert_int_eq(vocabulario_find(todos[v], ""), 0);
		ck_assert_int_eq(vocabulario_find(todos[v], "no_existe"), 0);
	}
}
END_TEST

START_TEST(sizes_are_the_enums)
{
	ck_assert_int_eq(vocabulario_tipo_acuerdo.n, TIPO_ACUERDO_COUNT);
	ck_assert_int_eq(vocabulario_area.n, AREA_COUNT);
	ck_assert_int_eq(vocabulario_estado.n, ESTADO_COUNT);
	ck_assert_int_eq(vocabulario_acto.n, ACTO_COUNT);
	ck_assert_str_eq(vocabulario_slug(&vocabulario_tipo_acuerdo, TIPO_ACUERDO_UNIVERSITARIA_MARCO), "cooperacion_universitaria_marco");
	ck_assert_str_eq(vocabulario_slug(&vocabulario_estado, ESTADO_REGISTRO_OBSERVADO), "registro_observado");
	ck_assert_str_eq(vocabulario_slug(&vocabulario_oficina, OFICINA_LOCAL), "gobierno_local");
	ck_assert_str_eq(vocabulario_titulo(&vocabulario_acto, ACTO_TURNAR), "Turnar a la CJA");
}
END_TEST

/* Every word of transitions.csv (acts, states, roles, lists split at '|') is in the vocabulary, and every legal act and state is used. */
static void find_all(const struct vocabulario *v, const char *list, bool *seen)
{
	char copy[512];

	ck_assert_uint_lt(strlen(list), sizeof(copy));
	strcpy(copy, list);
	for (char *rest = NULL, *w = strtok_r(copy, "|", &rest); w; w = strtok_r(NULL, "|", &rest)) {
		int i = vocabulario_find(v, w);

		if (strcmp(w, "*") == 0 || strcmp(w, "=") == 0)
			continue;
		ck_assert_msg(i > 0, "%s: %s", v->nombre, w);
		seen[i] = true;
	}
}

START_TEST(the_table_speaks_this_vocabulary)
{
	static struct csv t;
	bool actos[ACTO_COUNT] = {0}, estados[ESTADO_COUNT] = {0}, roles[ROL_COUNT] = {0};

	csv_read(TEST_DATOS "/transitions.csv", &t);
	for (size_t i = 1; i < t.filas; i++) {
		find_all(&vocabulario_acto, csv_get(&t, i, "acto"), actos);
		find_all(&vocabulario_estado, csv_get(&t, i, "desde"), estados);
		find_all(&vocabulario_estado, csv_get(&t, i, "hacia"), estados);
		find_all(&vocabulario_rol, csv_get(&t, i, "rol"), roles);
	}
	for (int i = 1; i < ACTO_COUNT; i++)
		ck_assert_msg(actos[i] == (i < ACTO_MODIFICAR_DATOS), "%s", vocabulario_slug(&vocabulario_acto, i));
	for (int i = 1; i < ESTADO_COUNT; i++)
		ck_assert_msg(estados[i], "%s", vocabulario_slug(&vocabulario_estado, i));
	csv_free(&t);
}
END_TEST

START_TEST(whose_turn)
{
	static const enum estado local[] = {
		ESTADO_BORRADOR, ESTADO_PREVENIDO, ESTADO_OBSERVADO, ESTADO_RESPONDIDO, ESTADO_REGISTRO_OBSERVADO};
	static const enum estado cja[] = {ESTADO_TURNADO, ESTADO_EN_REVISION, ESTADO_REGISTRO_SOLICITADO};
	enum oficina esperado[ESTADO_COUNT];

	for (int e = 1; e < ESTADO_COUNT; e++)
		esperado[e] = OFICINA_DGCP;
	for (size_t i = 0; i < sizeof(local) / sizeof(local[0]); i++)
		esperado[local[i]] = OFICINA_LOCAL;
	for (size_t i = 0; i < sizeof(cja) / sizeof(cja[0]); i++)
		esperado[cja[i]] = OFICINA_CJA;
	for (int e = 1; e < ESTADO_COUNT; e++)
		ck_assert_int_eq(estado_turno((enum estado)e), esperado[e]);
	ck_assert_int_eq(estado_turno(ESTADO_NINGUNO), OFICINA_NINGUNO);
	ck_assert_int_eq(estado_turno(ESTADO_COUNT), OFICINA_NINGUNO);
}
END_TEST

/* The catalogues that the program carries; the countries of real agreements are among them. */
START_TEST(catalogues_are_sound)
{
	static struct csv p, e, r, a;

	csv_read(TEST_CONFIG "/paises.csv", &p);
	ck_assert_uint_eq(p.filas, 1 + 249);
	for (size_t i = 1; i < p.filas; i++) {
		const char *codigo = csv_get(&p, i, "codigo"), *nombre = csv_get(&p, i, "nombre");

		ck_assert_uint_eq(strlen(codigo), 2);
		ck_assert_uint_eq(strspn(codigo, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"), 2);
		ck_assert(i == 1 || strcmp(csv_get(&p, i - 1, "codigo"), codigo) < 0);
		ck_assert_uint_gt(strlen(nombre), 2);
		for (size_t j = 1; j < i; j++)
			ck_assert_str_ne(csv_get(&p, j, "nombre"), nombre);
	}
	csv_read(TEST_CONFIG "/entidades.csv", &e);
	ck_assert_uint_eq(e.filas, 1 + 32);
	for (size_t i = 1; i < e.filas; i++)
		ck_assert_int_eq(atoi(csv_get(&e, i, "cve_ent")), (int)i);
	csv_read(TEST_DATOS "/acuerdos_reales.csv", &r);
	ck_assert_uint_eq(r.filas, 1 + 53);
	for (size_t i = 1; i < r.filas; i++) {
		const char *pais = csv_get(&r, i, "pais_iso2");
		bool found = *pais == '\0';

		for (size_t j = 1; j < p.filas && !found; j++)
			found = strcmp(csv_get(&p, j, "codigo"), pais) == 0;
		ck_assert_msg(found, "%s", pais);
	}
	csv_read(TEST_CONFIG "/calendario_anios.csv", &a);
	ck_assert_uint_eq(a.filas, 2);
	ck_assert_str_eq(csv_get(&a, 1, "anio"), "2023");
	ck_assert_ptr_nonnull(strstr(csv_get(&a, 1, "fuente"), "DOF 18-12-2023"));
	csv_free(&p);
	csv_free(&e);
	csv_free(&r);
	csv_free(&a);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("domain/vocabulario");
	TCase *t = tcase_create("vocabulario");

	tcase_add_test(t, every_slug_finds_its_value_and_only_its_value);
	tcase_add_test(t, outside_the_list_is_empty);
	tcase_add_test(t, sizes_are_the_enums);
	tcase_add_test(t, the_table_speaks_this_vocabulary);
	tcase_add_test(t, whose_turn);
	tcase_add_test(t, catalogues_are_sound);
	suite_add_tcase(s, t);
	return run_suite(s);
}
