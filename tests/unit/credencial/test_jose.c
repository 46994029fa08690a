/* Keys and tokens of one's own; what comes from outside is refused unless it is exactly of the form. Forgeries: tests/integration/test_tokens.py, test_oidc.py. */
#include "credencial/jose.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

#define AHORA (INT64_C(1800000000) * 1000000)
#define CLAIMS \
	"{\"iss\":\"https://a.example\",\"aud\":[\"x\",\"https://" \
	"b.example\"],\"exp\":1800000100,\"nbf\":1800000000,\"r\":{\"g\":[\"uno\",\"dos\"]},\"n\":5}"

static struct arena *a;
static struct jose_firma *una, *otra;
static struct jose_llaves *de_una;

static struct jose_firma *new_key(void)
{
	char *pem = jose_firma_pem();
	ck_assert_ptr_nonnull(pem);
	struct jose_firma *f = jose_firma_parse(pem, strlen(pem));
	free(pem);
	ck_assert_ptr_nonnull(f);
	return f;
}

static void setup(void)
{
	a = arena_create((size_t)1 << 20);
	una = new_key();
	otra = new_key();
	de_una = jose_llaves_de((const struct jose_firma *[]){una}, 1);
	ck_assert_uint_eq(jose_llaves_cuantas(de_una), 1);
}

static void teardown(void)
{
	jose_llaves_free(de_una);
	jose_firma_free(una);
	jose_firma_free(otra);
	arena_destroy(a);
}

static enum jose_juicio judge(const char *token, const char *typ)
{
	JOSE_CLAIMS_AUTO *c = NULL;
	enum jose_juicio j = jose_verificar(de_una, token, typ, &c);
	ck_assert_int_eq(j == JOSE_BUENA, c != NULL);
	return j;
}

START_TEST(ida_y_vuelta)
{
	const char *t = jose_firmar(una, "at+jwt", CLAIMS, a);
	ck_assert_ptr_nonnull(t);
	ck_assert_int_eq(judge(t, "at+jwt"), JOSE_BUENA);
	ck_assert_int_eq(judge(t, NULL), JOSE_MALFORMADA);
	ck_assert_int_eq(judge(t, "JWT"), JOSE_MALFORMADA);
	ck_assert_int_eq(judge(jose_firmar(una, "JWT", CLAIMS, a), NULL), JOSE_BUENA);
	ck_assert_int_eq(judge(jose_firmar(otra, "at+jwt", CLAIMS, a), "at+jwt"), JOSE_LLAVE_DESCONOCIDA);
	char *cambiado = arena_strdup(a, t);
	char *firma = strrchr(cambiado, '.') + 1;
	firma[5] = firma[5] == 'A' ? 'B' : 'A';
	ck_assert_int_eq(judge(cambiado, "at+jwt"), JOSE_FALSA);
	ck_assert_ptr_null(jose_firmar(una, "at+jwt", "no es un objeto", a));
}
END_TEST

START_TEST(formas)
{
	static const char *const malas[] = {"", ".", "..", "a.b", "a.b.c.d", "a..c", "a.b.c=", "a.b.c d", "e30.e30.e30", "....."};
	for (size_t i = 0; i < sizeof malas / sizeof *malas; i++)
		ck_assert_int_eq(judge(malas[i], NULL), JOSE_MALFORMADA);
	char *grande = malloc(JOSE_TOKEN_MAX + 10);
	memset(grande, 'a', JOSE_TOKEN_MAX + 9);
	grande[JOSE_TOKEN_MAX + 9] = '\0';
	grande[10] = grande[20] = '.';
	ck_assert_int_eq(judge(grande, NULL), JOSE_MALFORMADA);
	free(grande);
}
END_TEST

START_TEST(lo_que_dice)
{
	JOSE_CLAIMS_AUTO *c = jose_json(CLAIMS, strlen(CLAIMS));
	ck_assert_ptr_nonnull(c);
	ck_assert_str_eq(jose_texto(c, "iss"), "https://a.example");
	ck_assert_ptr_null(jose_texto(c, "n"));
	ck_assert_int_eq(jose_instante(c, "exp"), INT64_C(1800000100) * 1000000);
	ck_assert_int_eq(jose_instante(c, "iss"), INSTANTE_NINGUNO);
	ck_assert(jose_tiene(c, "r/g", "dos") && !jose_tiene(c, "r/g", "tres") && !jose_tiene(c, "r/x", "dos") && !jose_tiene(c, "n", "5"));
	ck_assert_uint_eq(jose_audiencias(c), 2);
	ck_assert(jose_vigente(c, "https://a.example", "https://b.example", AHORA, 0));
	ck_assert(!jose_vigente(c, "https://a.example/", "https://b.example", AHORA, 0));
	ck_assert(!jose_vigente(c, "https://a.example", "https://c.example", AHORA, 0));
	ck_assert(!jose_vigente(c, "https://a.example", "x", AHORA + INT64_C(100) * 1000000, 0));
	ck_assert(jose_vigente(c, "https://a.example", "x", AHORA + INT64_C(100) * 1000000, 5));
	ck_assert(!jose_vigente(c, "https://a.example", "x", AHORA - INT64_C(1) * 1000000, 0));
	ck_assert(jose_vigente(c, "https://a.example", "x", AHORA - INT64_C(1) * 1000000, 5));
}
END_TEST

static enum jose_atadura bound(const char *claims, const char *x5t)
{
	JOSE_CLAIMS_AUTO *c = jose_json(claims, strlen(claims));
	const char *dice;
	ck_assert_ptr_nonnull(c);
	const enum jose_atadura j = jose_atadura(c, &dice);
	if (x5t)
		ck_assert_str_eq(dice, x5t);
	else
		ck_assert_ptr_null(dice);
	return j;
}

/* Bound to one certificate, to nothing, or to what is not known here. */
START_TEST(ataduras)
{
	static const char *const ajenas[] = {"{\"cnf\":{}}", "{\"cnf\":null}", "{\"cnf\":\"x\"}", "{\"cnf\":{\"jkt\":\"x\"}}",
		"{\"cnf\":{\"x5t#S256\":5}}", "{\"cnf\":{\"x5t#S256\":\"x\",\"jkt\":\"y\"}}"};
	ck_assert_int_eq(bound("{}", NULL), JOSE_SUELTA);
	ck_assert_int_eq(bound("{\"cnf\":{\"x5t#S256\":\"x\"}}", "x"), JOSE_ATADA);
	for (size_t i = 0; i < sizeof ajenas / sizeof *ajenas; i++)
		ck_assert_msg(bound(ajenas[i], NULL) == JOSE_ATADURA_AJENA, "%s", ajenas[i]);
}
END_TEST

/* Whom a token names before anybody has checked it: a text that fits, or nothing. */
START_TEST(emisor_dicho)
{
	char iss[20], corto[17];
	const char *t = jose_firmar(otra, "at+jwt", CLAIMS, a);
	ck_assert(jose_emisor_dicho(t, iss, sizeof iss));
	ck_assert_str_eq(iss, "https://a.example");
	ck_assert(!jose_emisor_dicho(t, corto, sizeof corto));
	ck_assert(!jose_emisor_dicho(jose_firmar(otra, "at+jwt", "{\"iss\":[\"x\"]}", a), iss, sizeof iss));
	ck_assert(!jose_emisor_dicho(jose_firmar(otra, "at+jwt", "{}", a), iss, sizeof iss));
	ck_assert(!jose_emisor_dicho("", iss, sizeof iss) && !jose_emisor_dicho("a.b.c", iss, sizeof iss) &&
		!jose_emisor_dicho("a.b", iss, sizeof iss));
}
END_TEST

START_TEST(juegos_de_llaves)
{
	static const char *const malos[] = {"", "{}", "[]", "{\"keys\":[]}", "{\"keys\":5}", "{\"keys\":[5,{},{\"kty\":\"RSA\"}]}",
		"{\"keys\":[{\"kty\":\"oct\",\"k\":\"AAAA\"}]}", "{\"keys\":[],\"keys\":[]}"};
	for (size_t i = 0; i < sizeof malos / sizeof *malos; i++)
		ck_assert_ptr_null(jose_llaves_parse(malos[i], strlen(malos[i])));
	BUF_AUTO b;
	buf_init(&b, 4096);
	jose_publicas((const struct jose_firma *[]){una, NULL, otra}, 3, &b);
	struct jose_llaves *k = jose_llaves_parse(buf_str(&b), b.len);
	ck_assert_uint_eq(jose_llaves_cuantas(k), 2);
	ck_assert_ptr_null(strstr(buf_str(&b), "\"d\""));
	jose_llaves_free(k);
	ck_assert_ptr_null(jose_firma_parse("x", 1));
	ck_assert_ptr_null(jose_json("[1]", 3));
	ck_assert_ptr_null(jose_json("{\"a\":1,\"a\":2}", 13));
}
END_TEST

int main(void)
{
	Suite *s = suite_create("jose");
	TCase *t = tcase_create("todo");
	if (!hash_init() || !jose_init())
		return EXIT_FAILURE;
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, ida_y_vuelta);
	tcase_add_test(t, formas);
	tcase_add_test(t, lo_que_dice);
	tcase_add_test(t, juegos_de_llaves);
	tcase_add_test(t, ataduras);
	tcase_add_test(t, emisor_dicho);
	suite_add_tcase(s, t);
	SRunner *r = srunner_create(s);
	srunner_run_all(r, CK_NORMAL);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
