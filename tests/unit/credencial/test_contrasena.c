/* Nobody's password: of the same cost and form as any other, so that comparing with it does the same work. */
#include "credencial/contrasena.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

static const struct contrasena_costo barato = {.memoria = 8u << 20, .vueltas = 1}, caro = {.memoria = 16u << 20, .vueltas = 2};

START_TEST(de_nadie)
{
	char nadie[CONTRASENA_HASH], otro[CONTRASENA_HASH], alguien[CONTRASENA_HASH];
	contrasena_hash_nadie(&barato, nadie);
	contrasena_hash_nadie(&barato, otro);
	ck_assert(contrasena_hash(&barato, "", alguien));
	/* Up to the salt they say the same, and what follows is as long. */
	const size_t igual = (size_t)(strstr(alguien, "p=1$") + 4 - alguien);
	ck_assert_mem_eq(nadie, alguien, igual);
	ck_assert_uint_eq(strlen(nadie), strlen(alguien));
	ck_assert_ptr_eq(strchr(nadie + igual, '$') - igual, nadie + (strchr(alguien + igual, '$') - alguien) - igual);
	ck_assert_str_ne(nadie, otro);
	/* It is read to its end: only a hash that can be read is known to be of this cost. */
	ck_assert(!contrasena_vieja(&barato, nadie));
	ck_assert(contrasena_vieja(&caro, nadie));
	contrasena_hash_nadie(&caro, nadie);
	ck_assert(!contrasena_vieja(&caro, nadie));
	ck_assert(!contrasena_es(nadie, "") && !contrasena_es(nadie, "contraseña"));
	ck_assert(contrasena_es(alguien, "") && !contrasena_es(alguien, "x"));
}
END_TEST

int main(void)
{
	if (!hash_init())
		return EXIT_FAILURE;
	Suite *s = suite_create("credencial/contrasena");
	TCase *tc = tcase_create("contrasena");
	tcase_add_test(tc, de_nadie);
	suite_add_tcase(s, tc);
	SRunner *sr = srunner_create(s);
	srunner_run_all(sr, CK_ENV);
	int failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
