/* Codes against the vectors of RFC 6238, appendix B (SHA-1, their last six digits); recovery codes; opaque texts; PKCE against RFC 7636, appendix B. */
#include "credencial/totp.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#define S INT64_C(1000000)

static const uint8_t secreto[] = {'1', '2', '3', '4', '5', '6', '7', '8', '9', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '0'};

START_TEST(vectores)
{
	static const struct {
		int64_t t;
		const char *codigo;
	} casos[] = {{59, "287082"}, {1111111109, "081804"}, {1111111111, "050471"}, {1234567890, "005924"}, {2000000000, "279037"},
		{20000000000, "353130"}};
	for (size_t i = 0; i < sizeof casos / sizeof *casos; i++)
		ck_assert_int_eq(totp_paso(secreto, casos[i].codigo, casos[i].t * S), casos[i].t / 30);
}
END_TEST

/* One step before and after are taken, as the step that they are; two are not. */
START_TEST(holgura)
{
	const int64_t t = 1234567890;
	ck_assert_int_eq(totp_paso(secreto, "005924", (t + 30) * S), t / 30);
	ck_assert_int_eq(totp_paso(secreto, "005924", (t - 30) * S), t / 30);
	ck_assert_int_eq(totp_paso(secreto, "005924", (t + 60) * S), 0);
	ck_assert_int_eq(totp_paso(secreto, "005924", (t - 60) * S), 0);
}
END_TEST

START_TEST(lo_que_no_es_codigo)
{
	static const char *const malos[] = {"", "28708", "2870820", "28708a", " 87082", "287082 ", "+87082", "-1", "287083"};
	for (size_t i = 0; i < sizeof malos / sizeof *malos; i++)
		ck_assert_int_eq(totp_paso(secreto, malos[i], 59 * S), 0);
	ck_assert_int_eq(totp_paso(secreto, "287082", 0), 1); /* the first steps of time: none before the first */
}
END_TEST

START_TEST(base32_y_uri)
{
	char texto[TOTP_BASE32];
	BUF_AUTO b;
	buf_init(&b, 1000);
	totp_base32(secreto, texto);
	ck_assert_str_eq(texto, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
	totp_uri(&b, secreto, "Acuerdos y más", "a:b@c.example");
	ck_assert_str_eq(buf_str(&b),
		"otpauth://totp/"
		"Acuerdos%20y%20m%C3%A1s:a%3Ab%40c.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Acuerdos%20y%20m%C3%A1s");
}
END_TEST

START_TEST(recuperacion)
{
	char codigo[RECUPERACION_LEN], otro[RECUPERACION_LEN];
	struct sha256 a, b;
	recuperacion_generar(codigo, &a);
	recuperacion_generar(otro, &b);
	ck_assert_str_ne(codigo, otro);
	ck_assert_uint_eq(strlen(codigo), 19);
	ck_assert(recuperacion_leer(codigo, &b) && sha256_equal(&a, &b));
	for (char *p = codigo; *p; p++)
		*p = (char)(*p >= 'A' && *p <= 'Z' ? *p + 32 : *p == '-' ? ' ' : *p);
	ck_assert(recuperacion_leer(codigo, &b) && sha256_equal(&a, &b));
	ck_assert(!recuperacion_leer("", &b));
	ck_assert(!recuperacion_leer("AAAA-BBBB-CCCC-DDD", &b));
	ck_assert(!recuperacion_leer("AAAA-BBBB-CCCC-DDDDD", &b));
	ck_assert(!recuperacion_leer("AAAA-BBBB-CCCC-DDD1", &b)); /* base32 has no 1 */
}
END_TEST

START_TEST(opacos)
{
	char a[OPACO_LEN], b[OPACO_LEN], x[OPACO_DERIVADO], y[OPACO_DERIVADO];
	struct sha256 sha, otra;
	opaco_generar("ds_", a, &sha);
	opaco_generar("ds_", b, &otra);
	ck_assert_str_ne(a, b);
	ck_assert(opaco_forma(a, "ds_", &otra) && sha256_equal(&sha, &otra));
	ck_assert(!opaco_forma(a, "dk_", &otra));
	ck_assert(!opaco_forma("ds_", "ds_", &otra));
	a[10] = '+';
	ck_assert(!opaco_forma(a, "ds_", &otra));
	opaco_derivar(b, "csrf", x);
	opaco_derivar(b, "state", y);
	ck_assert_str_ne(x, y);
	ck_assert_uint_eq(strlen(x), 43);
	opaco_reto("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", x);
	ck_assert_str_eq(x, "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
}
END_TEST

int main(void)
{
	Suite *s = suite_create("totp");
	TCase *t = tcase_create("todo");
	if (!hash_init())
		return EXIT_FAILURE;
	tcase_add_test(t, vectores);
	tcase_add_test(t, holgura);
	tcase_add_test(t, lo_que_no_es_codigo);
	tcase_add_test(t, base32_y_uri);
	tcase_add_test(t, recuperacion);
	tcase_add_test(t, opacos);
	suite_add_tcase(s, t);
	SRunner *r = srunner_create(s);
	srunner_run_all(r, CK_NORMAL);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
