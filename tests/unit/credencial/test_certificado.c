/* A certificate in the forms in which it comes, and in those in which it does not. What is made of it: tests/integration/test_mtls.py. */
#include "credencial/certificado.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SHA "2f0626b65cf493fa01e6b67c7e4b540a292005fa266ed8ee0c71e195136d5a97"
#define COMIENZO "-----BEGIN CERTIFICATE-----"
#define FINAL "-----END CERTIFICATE-----"
#define CUERPO \
	"MIIB1TCCAXugAwIBAgIUFriU9wkKJKsaYjVQ1SjnYaFKcS0wCgYIKoZIzj0EAwIw\n" \
	"PzEZMBcGA1UEAwwQcG9ydGFsIGRlIHBydWViYTEVMBMGA1UECgwMQXl1bnRhbWll\n" \
	"bnRvMQswCQYDVQQGEwJNWDAgFw0yNjExMjcwNjAyNTRaGA8yMTI2MTEwMzA2MDI1\n" \
	"NFowPzEZMBcGA1UEAwwQcG9ydGFsIGRlIHBydWViYTEVMBMGA1UECgwMQXl1bnRh\n" \
	"bWllbnRvMQswCQYDVQQGEwJNWDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABIma\n" \
	"A4mNRMJCEEmcqQxrNZwXur+L5ODcgERCl423O8eiFA9OGRJUUBGk2MXoRGpC10nz\n" \
	"E+zH5B5W2eIwPCXqjVWjUzBRMB0GA1UdDgQWBBQOgu44CU9bBcPpxzebp7By+7bJ\n" \
	"IDAfBgNVHSMEGDAWgBQOgu44CU9bBcPpxzebp7By+7bJIDAPBgNVHRMBAf8EBTAD\n" \
	"AQH/MAoGCCqGSM49BAMCA0gAMEUCIQChuYoD9SJpuY2sq6cX8qwauS6aTRvay0Ap\n" \
	"XOXKC7yJCwIgHleK0Hlk+7Yq7ZUiaHAwAo5Pzdq/BB/kq+zuFv7hM8Q=\n"
static const char secuencia[] = ":"
				"MIIB1TCCAXugAwIBAgIUFriU9wkKJKsaYjVQ1SjnYaFKcS0wCgYIKoZIzj0EAwIw"
				"PzEZMBcGA1UEAwwQcG9ydGFsIGRlIHBydWViYTEVMBMGA1UECgwMQXl1bnRhbWll"
				"bnRvMQswCQYDVQQGEwJNWDAgFw0yNjExMjcwNjAyNTRaGA8yMTI2MTEwMzA2MDI1"
				"NFowPzEZMBcGA1UEAwwQcG9ydGFsIGRlIHBydWViYTEVMBMGA1UECgwMQXl1bnRh"
				"bWllbnRvMQswCQYDVQQGEwJNWDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABIma"
				"A4mNRMJCEEmcqQxrNZwXur+L5ODcgERCl423O8eiFA9OGRJUUBGk2MXoRGpC10nz"
				"E+zH5B5W2eIwPCXqjVWjUzBRMB0GA1UdDgQWBBQOgu44CU9bBcPpxzebp7By+7bJ"
				"IDAfBgNVHSMEGDAWgBQOgu44CU9bBcPpxzebp7By+7bJIDAPBgNVHRMBAf8EBTAD"
				"AQH/MAoGCCqGSM49BAMCA0gAMEUCIQChuYoD9SJpuY2sq6cX8qwauS6aTRvay0Ap"
				"XOXKC7yJCwIgHleK0Hlk+7Yq7ZUiaHAwAo5Pzdq/BB/kq+zuFv7hM8Q="
				":";
static const char escapado[] = "-----BEGIN%20CERTIFICATE-----%0A"
			       "MIIB1TCCAXugAwIBAgIUFriU9wkKJKsaYjVQ1SjnYaFKcS0wCgYIKoZIzj0EAwIw%0A"
			       "PzEZMBcGA1UEAwwQcG9ydGFsIGRlIHBydWViYTEVMBMGA1UECgwMQXl1bnRhbWll%0A"
			       "bnRvMQswCQYDVQQGEwJNWDAgFw0yNjExMjcwNjAyNTRaGA8yMTI2MTEwMzA2MDI1%0A"
			       "NFowPzEZMBcGA1UEAwwQcG9ydGFsIGRlIHBydWViYTEVMBMGA1UECgwMQXl1bnRh%0A"
			       "bWllbnRvMQswCQYDVQQGEwJNWDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABIma%0A"
			       "A4mNRMJCEEmcqQxrNZwXur%2BL5ODcgERCl423O8eiFA9OGRJUUBGk2MXoRGpC10nz%0A"
			       "E%2BzH5B5W2eIwPCXqjVWjUzBRMB0GA1UdDgQWBBQOgu44CU9bBcPpxzebp7By%2B7bJ%0A"
			       "IDAfBgNVHSMEGDAWgBQOgu44CU9bBcPpxzebp7By%2B7bJIDAPBgNVHRMBAf8EBTAD%0A"
			       "AQH%2FMAoGCCqGSM49BAMCA0gAMEUCIQChuYoD9SJpuY2sq6cX8qwauS6aTRvay0Ap%0A"
			       "XOXKC7yJCwIgHleK0Hlk%2B7Yq7ZUiaHAwAo5Pzdq%2FBB%2Fkq%2BzuFv7hM8Q%3D%0A"
			       "-----END%20CERTIFICATE-----%0A";
static const char pem[] = COMIENZO "\n" CUERPO FINAL "\n";

static bool is_it(enum certificado_forma f, const char *s)
{
	struct sha256 sha;
	char hex[SHA256_HEX_LEN];
	if (!certificado_huella(f, s, &sha))
		return false;
	hex_encode(sha.b, SHA256_LEN, hex);
	ck_assert_str_eq(hex, SHA);
	return true;
}

START_TEST(formas)
{
	enum certificado_forma f;
	ck_assert(certificado_forma_parse("", &f) && f == CERTIFICADO_NO_SE_CREE);
	ck_assert(certificado_forma_parse("rfc9440", &f) && f == CERTIFICADO_RFC9440);
	ck_assert(certificado_forma_parse("pem-escapado", &f) && f == CERTIFICADO_PEM_ESCAPADO);
	ck_assert(!certificado_forma_parse("RFC9440", &f) && !certificado_forma_parse("pem", &f));
	ck_assert(is_it(CERTIFICADO_RFC9440, secuencia) && is_it(CERTIFICADO_PEM_ESCAPADO, escapado));
	ck_assert(!is_it(CERTIFICADO_PEM_ESCAPADO, secuencia) && !is_it(CERTIFICADO_RFC9440, escapado));
	ck_assert(!is_it(CERTIFICADO_NO_SE_CREE, secuencia) && !is_it(CERTIFICADO_NO_SE_CREE, escapado));
}
END_TEST

/* Cut anywhere, or with anything added, it is none. */
START_TEST(cortados)
{
	char s[2 * sizeof escapado];
	for (size_t n = 0; n < sizeof secuencia - 1; n++) {
		snprintf(s, sizeof s, "%.*s", (int)n, secuencia);
		ck_assert(!is_it(CERTIFICADO_RFC9440, s));
	}
	for (size_t n = 0; n < sizeof escapado - 4; n++) {
		snprintf(s, sizeof s, "%.*s", (int)n, escapado);
		ck_assert_msg(!is_it(CERTIFICADO_PEM_ESCAPADO, s), "%zu", n);
	}
	static const char *const mas[] = {"x", ":", "=", ";a", ", :AAAA:", "%41", "%", "%0", "%00"};
	for (size_t i = 0; i < sizeof mas / sizeof *mas; i++) {
		snprintf(s, sizeof s, "%s%s", secuencia, mas[i]);
		ck_assert_msg(!is_it(CERTIFICADO_RFC9440, s), "%s", mas[i]);
		snprintf(s, sizeof s, "%s%s", escapado, mas[i]);
		ck_assert_msg(!is_it(CERTIFICADO_PEM_ESCAPADO, s), "%s", mas[i]);
	}
	snprintf(s, sizeof s, "%s%s", escapado, escapado);
	ck_assert(!is_it(CERTIFICADO_PEM_ESCAPADO, s));
	char *grande = malloc(CERTIFICADO_PEM_MAX + 100);
	memset(grande, 'A', CERTIFICADO_PEM_MAX + 99);
	grande[0] = grande[CERTIFICADO_PEM_MAX + 98] = ':';
	grande[CERTIFICADO_PEM_MAX + 99] = '\0';
	ck_assert(!is_it(CERTIFICADO_RFC9440, grande) && !is_it(CERTIFICADO_PEM_ESCAPADO, grande));
	grande[CERTIFICADO_PEM_MAX - 100] = ':';
	grande[CERTIFICADO_PEM_MAX - 99] = '\0';
	ck_assert(!is_it(CERTIFICADO_RFC9440, grande)); /* more than a certificate may have */
	free(grande);
}
END_TEST

START_TEST(lo_que_dice)
{
	struct certificado c;
	char hex[SHA256_HEX_LEN];
	ck_assert_int_eq(certificado_parse(pem, &c), CERTIFICADO_BUENO);
	hex_encode(c.sha256.b, SHA256_LEN, hex);
	ck_assert_str_eq(hex, SHA);
	ck_assert_str_eq(c.asunto, "C=MX,O=Ayuntamiento,CN=portal de prueba");
	ck_assert_int_eq(c.desde, INT64_C(1795759374) * 1000000);
	ck_assert_int_eq(c.vence_en, INT64_C(4949359374) * 1000000 + 1000000);
	ck_assert_int_eq(certificado_parse(COMIENZO "\r\n" CUERPO FINAL, &c), CERTIFICADO_BUENO);
	static const char *const malos[] = {"", "x", COMIENZO FINAL, COMIENZO "\n" FINAL "\n", COMIENZO "\n" CUERPO, CUERPO FINAL,
		COMIENZO "\nAAAA\n" FINAL "\n", COMIENZO "\n" CUERPO FINAL "\n" COMIENZO "\n" CUERPO FINAL "\n"};
	for (size_t i = 0; i < sizeof malos / sizeof *malos; i++)
		ck_assert_msg(certificado_parse(malos[i], &c) == CERTIFICADO_ILEGIBLE, "%zu", i);
}
END_TEST

START_TEST(x5t)
{
	char texto[CERTIFICADO_X5T_LEN];
	struct sha256 sha, otra;
	ck_assert(certificado_huella(CERTIFICADO_RFC9440, secuencia, &sha));
	certificado_x5t(&sha, texto);
	ck_assert_str_eq(texto, "LwYmtlz0k_oB5rZ8fktUCikgBfombtjuDHHhlRNtWpc");
	ck_assert(certificado_x5t_parse(texto, &otra) && sha256_equal(&sha, &otra));
	static const char *const malos[] = {
		"", "x", "=======================================AAAA", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"};
	for (size_t i = 0; i < sizeof malos / sizeof *malos; i++)
		ck_assert(!certificado_x5t_parse(malos[i], &otra));
}
END_TEST

int main(void)
{
	Suite *s = suite_create("certificado");
	TCase *t = tcase_create("todo");
	if (!hash_init())
		return EXIT_FAILURE;
	tcase_add_test(t, formas);
	tcase_add_test(t, cortados);
	tcase_add_test(t, lo_que_dice);
	tcase_add_test(t, x5t);
	suite_add_tcase(s, t);
	SRunner *r = srunner_create(s);
	srunner_run_all(r, CK_NORMAL);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
