/* The box for secrets, and HMAC. */
#include "base/cofre.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

START_TEST(ida_y_vuelta)
{
	struct cofre_llave k, otra;
	uint8_t caja[8 + COFRE_EXTRA], caja_2[8 + COFRE_EXTRA];
	char fuera[8];
	cofre_llave_new(&k);
	cofre_llave_new(&otra);
	cofre_seal(&k, "secreto", 8, caja);
	cofre_seal(&k, "secreto", 8, caja_2);
	ck_assert_int_ne(memcmp(caja, caja_2, sizeof caja), 0);
	ck_assert(cofre_open(&k, caja, sizeof caja, fuera));
	ck_assert_str_eq(fuera, "secreto");
	ck_assert(!cofre_open(&otra, caja, sizeof caja, fuera));
	for (size_t i = 0; i < sizeof caja; i++) {
		caja[i] ^= 1;
		ck_assert(!cofre_open(&k, caja, sizeof caja, fuera));
		caja[i] ^= 1;
	}
	ck_assert(!cofre_open(&k, caja, sizeof caja - 1, fuera));
	ck_assert(!cofre_open(&k, caja, COFRE_EXTRA - 1, fuera));
}
END_TEST

START_TEST(llave_como_texto)
{
	struct cofre_llave k, leida;
	char texto[COFRE_LLAVE_TEXTO_LEN];
	cofre_llave_new(&k);
	cofre_llave_text(&k, texto);
	ck_assert(cofre_llave_parse(texto, &leida));
	ck_assert_mem_eq(k.b, leida.b, sizeof k.b);
	static const char *const malas[] = {"", "\n", "abc", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
		"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA*=", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\n"};
	for (size_t i = 0; i < sizeof malas / sizeof *malas; i++)
		ck_assert_msg(!cofre_llave_parse(malas[i], &leida), "%s", malas[i]);
	cofre_llave_forget(&k);
	ck_assert(k.b[0] == 0 && k.b[31] == 0);
}
END_TEST

/* RFC 4231 §4.2, §4.3 and §4.7 (a key longer than the block). */
START_TEST(hmac_conocidos)
{
	uint8_t larga[131];
	memset(larga, 0xaa, sizeof larga);
	const struct {
		const void *key;
		size_t key_len;
		const char *text, *hex;
	} t[] = {
		{"\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b", 20, "Hi There",
			"b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"},
		{"Jefe", 4, "what do ya want for nothing?", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"},
		{larga, sizeof larga, "Test Using Larger Than Block-Size Key - Hash Key First",
			"60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"},
	};
	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		struct sha256 h;
		char hex[SHA256_HEX_LEN];
		hmac_sha256(t[i].key, t[i].key_len, t[i].text, strlen(t[i].text), &h);
		hex_encode(h.b, SHA256_LEN, hex);
		ck_assert_str_eq(hex, t[i].hex);
	}
}
END_TEST

int main(void)
{
	if (!hash_init())
		return EXIT_FAILURE;
	Suite *s = suite_create("base/cofre");
	TCase *t = tcase_create("cofre");
	tcase_add_test(t, ida_y_vuelta);
	tcase_add_test(t, llave_como_texto);
	tcase_add_test(t, hmac_conocidos);
	suite_add_tcase(s, t);
	SRunner *r = srunner_create(s);
	srunner_run_all(r, CK_NORMAL);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
