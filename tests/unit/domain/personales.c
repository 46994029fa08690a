/* What a public version hides, and what it must not. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "domain/personales.h"

static void ck_mask(const char *s, const char *esperado, size_t cuantos)
{
	BUF_AUTO b;
	buf_init(&b, 4096);
	ck_assert_uint_eq(personales_mask(s, strlen(s), &b), cuantos);
	ck_assert(!b.failed);
	ck_assert_str_eq(buf_str(&b), esperado);
}

START_TEST(hides_identifiers)
{
	ck_mask("CURP: GODE561231HDFRRL09.", "CURP: [CURP testada].", 1);
	ck_mask("rfc GODE561231GR8 y GODE-561231-GR8", "rfc [RFC testado] y [RFC testado]", 2);
	ck_mask("(ñuÑA900228ab1)", "([RFC testado])", 1);
	ck_mask("GMVLMR80070501M100", "[clave de elector testada]", 1);
	ck_mask("—gode561231hdfrrl09—", "—[CURP testada]—", 1);
	ck_mask("GODE561231GR8\nGODE561231GR8", "[RFC testado]\n[RFC testado]", 2);
	ck_mask("GO&E560229GR8", "[RFC testado]", 1);
	ck_mask("GODE560430GR8 GODE560630GR8 GODE560930GR8 GODE561130GR8", "[RFC testado] [RFC testado] [RFC testado] [RFC testado]", 4);
	ck_mask("\xCD\xB8GODE561231GR8", "\xCD\xB8[RFC testado]", 1); /* U+0378 is nothing yet, and so no part of a word */
}
END_TEST

#define LARGA "x123456789x123456789x123456789x123456789x123456789x123456789x1234567890" /* no address has so much before its @ */

START_TEST(hides_addresses_at_providers)
{
	ck_mask("Correo: Ana.Perez_1@GMail.com.", "Correo: [correo testado].", 1);
	ck_mask("<ana@hotmail.com>, b+c@yahoo.com.mx; x-y@prodigy.net.mx", "<[correo testado]>, [correo testado]; [correo testado]", 3);
	ck_mask("a@outlook.com y\na@live.com.mx", "[correo testado] y\n[correo testado]", 2);
	ck_mask("—ñuñez.josé@gmail.com", "—[correo testado]", 1);
	ck_mask("GODE561231GR8@gmail.com", "[correo testado]", 1);
	ck_mask("a@gmail.com. Y", "[correo testado]. Y", 1);
}
END_TEST

START_TEST(leaves_other_addresses)
{
	static const char *const intactos[] = {"internacional@guadalajara.gob.mx", "kokusai@city.kyoto.lg.jp", "a@gmail.com.example",
		"a@gmail.company", "a@gmail.com-x", "a@migmail.com", "@gmail.com", "gmail.com", "a @gmail.com", "a@b@gmail.co",
		"a@gmail.co", "a@gmail.com5", "a@gmail.com.5", "a\n@gmail.com", LARGA "@gmail.com"};
	for (size_t i = 0; i < sizeof intactos / sizeof *intactos; i++)
		ck_mask(intactos[i], intactos[i], 0);
}
END_TEST

START_TEST(leaves_all_else_alone)
{
	static const char *const intactos[] = {"", "Año de la Constitución: señalan áéíóúü Ñ ñ", "RAII-2026-00041", "Folio GDL-2026-00001",
		"DGCP-260415-123", "DICT-CJA/0001/2026", "ABC010101AB1", "RAII/260115/2026", "GODE561331GR8", "GODE560231GR8",
		"GODE561231GR", "XGODE561231GR8", "GODE561231GR8X", "ñGODE561231GR8", "GODE561231GR8ñ", "GODE561231HDFRRL0",
		"GODE561231ZDFRRL09", "GXXX", "20261126", "Tel. 33 1234 5678", "internacional@guadalajara.gob.mx", "GBDE561231GR8", "GOD",
		"GO_E561231GR8", "GO{E561231GR8", "GO^E561231GR8", "{_} ~ [a]", "GODE560031GR8", "GODE561200GR8", "GODE560230GR8",
		"GODE560431GR8", "GODE560631GR8", "GODE560931GR8", "GODE561131GR8", "GODE561231G-8", "GODE561231", "GODE5612", "GODE-",
		"GODE561231-", "Ó", "Ã", "G"};
	for (size_t i = 0; i < sizeof intactos / sizeof *intactos; i++)
		ck_mask(intactos[i], intactos[i], 0);
}
END_TEST

START_TEST(a_full_buffer_is_said)
{
	static const char s[] = "a GODE561231GR8 ñ";
	for (size_t max = 0; max <= sizeof "a [RFC testado] ñ"; max++) {
		BUF_AUTO b;
		buf_init(&b, max);
		personales_mask(s, sizeof s - 1, &b);
		ck_assert_int_eq(b.failed, max < strlen("a [RFC testado] ñ"));
	}
}
END_TEST

/* Every cut of an identifier, and bytes that are no UTF-8: nothing is read past the end. */
START_TEST(any_bytes)
{
	static const char s[] = "ÑODE561231HDFRRL09 \xFF\xC3 GMVLMR80070501M100 GODE561231\0DFRRL09 GODE561231HDFRRL0\0 a\0@gmail.com \xC3";
	for (size_t n = 0; n < sizeof s; n++) {
		char *copia = malloc(n ? n : 1);
		BUF_AUTO b;
		buf_init(&b, 4096);
		memcpy(copia, s, n);
		personales_mask(copia, n, &b);
		ck_assert(!b.failed);
		free(copia);
	}
}
END_TEST

int main(void)
{
	Suite *s = suite_create("domain/personales");
	TCase *t = tcase_create("personales");
	tcase_add_test(t, hides_identifiers);
	tcase_add_test(t, hides_addresses_at_providers);
	tcase_add_test(t, leaves_other_addresses);
	tcase_add_test(t, leaves_all_else_alone);
	tcase_add_test(t, a_full_buffer_is_said);
	tcase_add_test(t, any_bytes);
	suite_add_tcase(s, t);
	SRunner *r = srunner_create(s);
	srunner_run_all(r, CK_ENV);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
