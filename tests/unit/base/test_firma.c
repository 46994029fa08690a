#include "base/firma.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

/* RFC 8410 §10.1 and §10.3: a key pair as others write it. */
static const char rfc_privada[] =
	"-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n-----END PRIVATE KEY-----\n";
static const char rfc_publica[] =
	"-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----\n";

START_TEST(keys_of_rfc_8410)
{
	struct firma_llave k;
	struct firma_publica p;
	char pem[FIRMA_PEM_MAX];
	ck_assert(firma_llave_parse(rfc_privada, &k));
	firma_llave_pem(&k, pem);
	ck_assert_str_eq(pem, rfc_privada);
	firma_publica_pem(&k.publica, pem);
	ck_assert_str_eq(pem, rfc_publica);
	ck_assert(firma_publica_parse(rfc_publica, &p));
	ck_assert_mem_eq(p.b, k.publica.b, sizeof p.b);
	firma_forget(&k);
	ck_assert_mem_eq(k.secreta, (uint8_t[64]){0}, sizeof k.secreta);
}
END_TEST

/* RFC 8032 §7.1, test 2. */
START_TEST(signature_of_rfc_8032)
{
	uint8_t der[48] = {0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20};
	char base64[65], pem[FIRMA_PEM_MAX], hex[2 * FIRMA_LEN + 1];
	struct firma_llave k;
	struct firma f;
	ck_assert(hex_decode("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb", der + 16, 32));
	base64_encode(der, sizeof der, base64, sizeof base64);
	snprintf(pem, sizeof pem, "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n", base64);
	ck_assert(firma_llave_parse(pem, &k));
	firma_sign(&k, "\x72", 1, &f);
	hex_encode(f.b, sizeof f.b, hex);
	ck_assert_str_eq(hex,
		"92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612"
		"bb0c00");
	ck_assert(firma_verify(&k.publica, "\x72", 1, &f));
	ck_assert(!firma_verify(&k.publica, "\x73", 1, &f));
	f.b[0] ^= 1;
	ck_assert(!firma_verify(&k.publica, "\x72", 1, &f));
}
END_TEST

START_TEST(new_keys_differ_and_come_back)
{
	struct firma_llave a, b, c;
	char pem[FIRMA_PEM_MAX];
	firma_new(&a);
	firma_new(&b);
	ck_assert_mem_ne(a.secreta, b.secreta, sizeof a.secreta);
	firma_llave_pem(&a, pem);
	ck_assert(firma_llave_parse(pem, &c));
	ck_assert_mem_eq(a.secreta, c.secreta, sizeof a.secreta);
	ck_assert_mem_eq(a.publica.b, c.publica.b, sizeof a.publica.b);
}
END_TEST

START_TEST(anything_else_is_no_key)
{
	struct firma_llave k;
	struct firma_publica p;
	char torcida[FIRMA_PEM_MAX];
	static const char *const malas[] = {"", "-----BEGIN PRIVATE KEY-----\n",
		"-----BEGIN PRIVATE KEY-----\n\n-----END PRIVATE KEY-----\n", rfc_publica,
		"-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VuBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n-----END PRIVATE "
		"KEY-----\n",
		"-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n-----END PUBLIC "
		"KEY-----\n"};
	for (size_t i = 0; i < sizeof malas / sizeof *malas; i++)
		ck_assert_msg(!firma_llave_parse(malas[i], &k), "%zu", i);
	ck_assert(!firma_publica_parse(rfc_privada, &p));
	for (size_t n = 0; n < sizeof rfc_privada - 2; n++) { /* without its end; only the last line break is free */
		memcpy(torcida, rfc_privada, n);
		torcida[n] = '\0';
		ck_assert_msg(!firma_llave_parse(torcida, &k), "%zu", n);
	}
	snprintf(torcida, sizeof torcida, "%sx", rfc_privada);
	ck_assert(!firma_llave_parse(torcida, &k));
}
END_TEST

int main(void)
{
	if (!hash_init())
		return EXIT_FAILURE;
	Suite *s = suite_create("base/firma");
	TCase *tc = tcase_create("firma");
	tcase_add_test(tc, keys_of_rfc_8410);
	tcase_add_test(tc, signature_of_rfc_8032);
	tcase_add_test(tc, new_keys_differ_and_come_back);
	tcase_add_test(tc, anything_else_is_no_key);
	suite_add_tcase(s, tc);
	SRunner *sr = srunner_create(s);
	srunner_run_all(sr, CK_ENV);
	int failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
