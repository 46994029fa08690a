/* Scopes, the form of keys, search patterns, and refusals that need no database. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "services/directorio.h"
#include "services/identidad.h"

static struct arena *a;

static void setup(void)
{
	ck_assert(hash_init());
	a = arena_create(1 << 20);
}
static void teardown(void)
{
	arena_destroy(a);
}

START_TEST(ambitos)
{
	unsigned set;
	ck_assert(ambitos_parse("expedientes:leer,directorio:leer", &set));
	ck_assert_uint_eq(set, AMBITO_BIT(AMBITO_EXPEDIENTES_LEER) | AMBITO_BIT(AMBITO_DIRECTORIO_LEER));
	ck_assert_str_eq(ambitos_texto(a, set), "expedientes:leer,directorio:leer");
	static const char *const malos[] = {
		"", ",", "expedientes:leer,", ",expedientes:leer", "expedientes:leer,expedientes:leer", "expedientes", "todo"};
	for (size_t i = 0; i < sizeof malos / sizeof *malos; i++)
		ck_assert_msg(!ambitos_parse(malos[i], &set), "%s", malos[i]);
	ck_assert_str_eq(ambito_nombre(AMBITO_COUNT), "");
}
END_TEST

START_TEST(por_rol)
{
	const unsigned expedientes =
		AMBITO_BIT(AMBITO_EXPEDIENTES_LEER) | AMBITO_BIT(AMBITO_EXPEDIENTES_PRESENTAR) | AMBITO_BIT(AMBITO_EXPEDIENTES_TRAMITAR);
	for (int r = ROL_NINGUNO + 1; r < ROL_COUNT; r++) {
		unsigned s = ambitos_de_rol((enum rol)r);
		ck_assert_uint_ne(s, 0);
		ck_assert(!(s & AMBITO_BIT(AMBITO_EXPEDIENTES_PRESENTAR)) || r == ROL_GOBIERNO_LOCAL || r == ROL_ENLACE_ESTATAL);
		ck_assert(!(s & AMBITO_BIT(AMBITO_DIRECTORIO_ESCRIBIR)) || r == ROL_ADMINISTRACION);
		ck_assert(!(s & AMBITO_BIT(AMBITO_SEGURIDAD_LEER)) || r == ROL_AUDITORIA);
		ck_assert(!(s & AMBITO_BIT(AMBITO_EXPEDIENTES_TRAMITAR)) || r == ROL_DGCP || r == ROL_CJA || r == ROL_CJA_TITULAR);
	}
	ck_assert_uint_eq(ambitos_de_rol(ROL_ADMINISTRACION) & expedientes, 0);
	ck_assert_uint_eq(ambitos_de_rol(ROL_NINGUNO), 0);
}
END_TEST

START_TEST(claves)
{
	char k1[CLAVE_TEXTO_LEN], k2[CLAVE_TEXTO_LEN];
	struct sha256 s1, s2, forma;
	clave_generar(k1, &s1);
	clave_generar(k2, &s2);
	ck_assert_uint_eq(strlen(k1), 46);
	ck_assert_int_eq(strncmp(k1, "dk_", 3), 0);
	ck_assert_str_ne(k1, k2);
	ck_assert(clave_forma(k1, &forma));
	ck_assert(sha256_equal(&forma, &s1));
	ck_assert(!sha256_equal(&s1, &s2));
	char mala[64];
	snprintf(mala, sizeof mala, "%sA", k1);
	ck_assert(!clave_forma(mala, &forma));
	snprintf(mala, sizeof mala, "%s", k1);
	mala[10] = '+';
	ck_assert(!clave_forma(mala, &forma));
	mala[45] = '\0';
	ck_assert(!clave_forma(mala, &forma));
	ck_assert(!clave_forma("", &forma));
	ck_assert(!clave_forma("dx_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", &forma));
}
END_TEST

/* Malformed credentials never reach the database (there is none here). */
START_TEST(sin_base)
{
	static const char *const malas[] = {
		"Basic abc", "Bearer", "Bearer ", "Bearer dk_x", "dk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"};
	struct identidad_cache *c = identidad_cache_create(&(struct identidad_opciones){.sesion_ociosa_s = 60});
	struct identidad id;
	struct error err;
	ck_assert_ptr_nonnull(c);
	error_init(&err, a);
	ck_assert_int_eq(identidad_resolve(c, NULL, &(struct credencial){0}, a, &id, &err), STATUS_FORBIDDEN);
	ck_assert_int_eq(err.problem, PROBLEM_SIN_CREDENCIAL);
	for (size_t i = 0; i < sizeof malas / sizeof *malas; i++) {
		error_init(&err, a);
		ck_assert_int_eq(
			identidad_resolve(c, NULL, &(struct credencial){.authorization = malas[i]}, a, &id, &err), STATUS_FORBIDDEN);
		ck_assert_msg(err.problem == PROBLEM_CREDENCIAL_INVALIDA, "%s", malas[i]);
	}
	identidad_cache_destroy(c);
}
END_TEST

/* One cookie of that name, of exactly that form, wherever it stands. */
START_TEST(cookies)
{
	static const char uno[] = "ds_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
			  otro[] = "ds_BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB";
	char linea[400], valor[OPACO_LEN];
	struct sha256 sha;
	bool hay;
	static const struct {
		const char *forma;
		bool hay, ok;
	} casos[] = {{"__Host-sesion=%s", true, true}, {"a=b; __Host-sesion=%s", true, true}, {"__Host-sesion=%s;a=b", true, true},
		{";; __Host-sesion=%s ;", true, false}, {"x__Host-sesion=%s", false, false}, {"__Host-sesionx=%s", false, false},
		{"a=__Host-sesion=%s", false, false}, {"__Host-sesion=\"%s\"", true, false},
		{"__Host-sesion=%s; __Host-sesion=x", true, false}, {"__Host-sesion", false, false}, {"__Host-sesion=", true, false},
		{"", false, false}};
	for (size_t i = 0; i < sizeof casos / sizeof *casos; i++) {
		const char *donde = strstr(casos[i].forma, "%s");
		snprintf(linea, sizeof linea, "%.*s%s%s", donde ? (int)(donde - casos[i].forma) : 400, casos[i].forma, donde ? uno : "",
			donde ? donde + 2 : "");
		ck_assert_msg(credencial_cookie(linea, SESION_COOKIE, "ds_", valor, &sha, &hay) == casos[i].ok && hay == casos[i].hay, "%s",
			linea);
		if (casos[i].ok)
			ck_assert_str_eq(valor, uno);
	}
	snprintf(linea, sizeof linea, "__Host-sesion=%s; __Host-sesion=%s", uno, otro);
	ck_assert(!credencial_cookie(linea, SESION_COOKIE, "ds_", valor, &sha, &hay) && hay);
	ck_assert(!credencial_cookie(NULL, SESION_COOKIE, "ds_", valor, &sha, &hay) && !hay);
}
END_TEST

START_TEST(permisos)
{
	struct identidad local = {.actor = {.rol = ROL_GOBIERNO_LOCAL}, .ambitos = AMBITO_BIT(AMBITO_EXPEDIENTES_PRESENTAR)};
	struct identidad cja = {.actor = {.rol = ROL_CJA}, .ambitos = AMBITO_BIT(AMBITO_EXPEDIENTES_PRESENTAR)};
	struct error err;
	error_init(&err, a);
	ck_assert_int_eq(identidad_require_scope(&local, "expedientes:actuar", &err), STATUS_OK);
	ck_assert_int_eq(identidad_require_scope(&local, NULL, &err), STATUS_OK);
	ck_assert_int_eq(identidad_require_scope(&local, "expedientes:leer", &err), STATUS_FORBIDDEN);
	error_init(&err, a);
	ck_assert_int_eq(identidad_require_scope(&cja, "expedientes:actuar", &err), STATUS_FORBIDDEN);
	ck_assert_ptr_nonnull(strstr(err.detail.es, "expedientes:tramitar"));
}
END_TEST

START_TEST(busqueda)
{
	size_t n;
	const char *const *p = busqueda_patrones(a, "  MÉRIDA  50%_\\ ñandú ", &n);
	ck_assert_ptr_nonnull(p);
	ck_assert_uint_eq(n, 3);
	ck_assert_str_eq(p[0], "%merida%");
	ck_assert_str_eq(p[1], "%50\\%\\_\\\\%");
	ck_assert_str_eq(p[2], "%nandu%");
	ck_assert_ptr_nonnull(busqueda_patrones(a, "   ", &n));
	ck_assert_uint_eq(n, 0);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("identidad");
	TCase *t = tcase_create("identidad");
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, ambitos);
	tcase_add_test(t, por_rol);
	tcase_add_test(t, claves);
	tcase_add_test(t, sin_base);
	tcase_add_test(t, cookies);
	tcase_add_test(t, permisos);
	tcase_add_test(t, busqueda);
	suite_add_tcase(s, t);
	SRunner *r = srunner_create(s);
	srunner_run_all(r, CK_ENV);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
