/* The security journal's canonical form, byte for byte as docs/seguridad.md shows it. */
#include <stdio.h>

#include "base/hash.h"
#include "caso.h"
#include "codec/cadena_seguridad.h"

static const char ejemplo[] = "{\"actor\":{\"organizacion\":\"01934567-89ab-7000-8000-000000000002\",\"rol\":\"administracion\",\"u"
			      "suario\":\"01934567-89ab-7000-8000-000000000003\"},\"anterior\":\"5891b5b522d5df086d0ff0b110fbd9d21b"
			      "b4fc7163af34d08286a2e846f6be03\",\"datos\":{\"accion\":\"revocacion\",\"ambitos\":\"expedientes:leer"
			      "\",\"usuario\":\"01934567-89ab-7000-8000-000000000004\"},\"direccion\":\"192.0.2.7\",\"n\":7,\"objet"
			      "o\":\"clave/01934567-89ab-7000-8000-000000000005\",\"registrado_en\":\"2026-11-20T16:00:00.123456Z\""
			      ",\"tipo\":\"clave\",\"v\":1,\"veces\":1}";
static const char ejemplo_sha[] = "ac492779adad79ed7b5fc9ceac9ac597c59a246e50b1ca3d7c1530e02461a2cc";
static const char primero[] = "{\"anterior\":\"0000000000000000000000000000000000000000000000000000000000000000\",\"datos\":{\"acci"
			      "on\":\"arranque\",\"configuracion\":\"escucha=127.0.0.1:8080\"},\"n\":1,\"registrado_en\":\"2026-11-"
			      "20T16:00:00.000000Z\",\"tipo\":\"configuracion\",\"v\":1,\"veces\":1}";
static const char primero_sha[] = "c0ab58f753e2b686339d8cf0f8a210271ce36d2cdceece4176319fe5ba2bc240";

static struct seguridad_acto acto_ejemplo(void)
{
	struct seguridad_acto a = {.n = 7,
		.tipo = SEGURIDAD_CLAVE,
		.rol = ROL_ADMINISTRACION,
		.direccion = "192.0.2.7",
		.objeto = "clave/01934567-89ab-7000-8000-000000000005",
		.veces = 1,
		.datos = "{\"accion\":\"revocacion\",\"ambitos\":\"expedientes:leer\",\"usuario\":\"01934567-89ab-7000-8000-"
			 "000000000004\"}"};
	ck_assert(uuid_parse("01934567-89ab-7000-8000-000000000002", &a.organizacion));
	ck_assert(uuid_parse("01934567-89ab-7000-8000-000000000003", &a.usuario));
	ck_assert(instante_parse("2026-11-20T10:00:00.123456-06:00", &a.registrado_en));
	ck_assert(hex_decode("5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03", a.anterior.b, SHA256_LEN));
	return a;
}

static void ck_hash(const struct seguridad_acto *a, const char *canon, const char *sha)
{
	BUF_AUTO b;
	struct sha256 h;
	char hex[SHA256_HEX_LEN];
	buf_init(&b, 1 << 14);
	seguridad_canonica(a, &b);
	ck_assert_str_eq(buf_str(&b), canon);
	ck_assert(es_canonico(buf_str(&b)));
	ck_assert_int_eq(seguridad_hash(a, &h), STATUS_OK);
	hex_encode(h.b, SHA256_LEN, hex);
	ck_assert_str_eq(hex, sha);
}

START_TEST(the_worked_example)
{
	const struct seguridad_acto a = acto_ejemplo();
	ck_hash(&a, ejemplo, ejemplo_sha);
}
END_TEST

/* Nobody known, no address, no object: left out. */
START_TEST(the_first_row)
{
	struct seguridad_acto a = {.n = 1,
		.tipo = SEGURIDAD_CONFIGURACION,
		.direccion = "",
		.objeto = "",
		.veces = 1,
		.datos = "{\"accion\":\"arranque\",\"configuracion\":\"escucha=127.0.0.1:8080\"}"};
	ck_assert(instante_parse("2026-11-20T16:00:00Z", &a.registrado_en));
	ck_hash(&a, primero, primero_sha);
}
END_TEST

START_TEST(every_part_counts)
{
	struct sha256 antes, despues;
	const struct seguridad_acto base = acto_ejemplo();
	struct seguridad_acto otros[10];
	for (size_t i = 0; i < 10; i++)
		otros[i] = base;
	otros[0].n++;
	otros[1].tipo = SEGURIDAD_ROL;
	otros[2].registrado_en++;
	otros[3].usuario.b[15] ^= 1;
	otros[4].organizacion.b[0] ^= 1;
	otros[5].rol = ROL_DGCP;
	otros[6].direccion = "";
	otros[7].objeto = "clave/01934567-89ab-7000-8000-000000000006";
	otros[8].veces = 2;
	otros[9].anterior.b[31] ^= 1;
	ck_assert_int_eq(seguridad_hash(&base, &antes), STATUS_OK);
	for (size_t i = 0; i < 10; i++) {
		ck_assert_int_eq(seguridad_hash(&otros[i], &despues), STATUS_OK);
		ck_assert_msg(!sha256_equal(&antes, &despues), "%zu", i);
	}
}
END_TEST

/* The slugs of the document and of the API are these, each once. */
START_TEST(kinds)
{
	for (int t = 1; t < SEGURIDAD_COUNT; t++) {
		ck_assert_int_eq(vocabulario_find(&vocabulario_seguridad, vocabulario_slug(&vocabulario_seguridad, t)), t);
		ck_assert_str_ne(vocabulario_titulo(&vocabulario_seguridad, t), "");
	}
	ck_assert(
		seguridad_se_repite(SEGURIDAD_DENEGACION) && !seguridad_se_repite(SEGURIDAD_ROL) && !seguridad_se_repite(SEGURIDAD_COUNT));
}
END_TEST

START_TEST(the_documentation_says_the_same)
{
	FILE *f = fopen("docs/seguridad.md", "r");
	char *text = calloc(1, 1 << 17);
	ck_assert_ptr_nonnull(f);
	ck_assert_ptr_nonnull(text);
	size_t n = fread(text, 1, (1 << 17) - 1, f);
	fclose(f);
	text[n] = '\0';
	ck_assert_ptr_nonnull(strstr(text, ejemplo));
	ck_assert_ptr_nonnull(strstr(text, ejemplo_sha));
	ck_assert_ptr_nonnull(strstr(text, primero));
	ck_assert_ptr_nonnull(strstr(text, primero_sha));
	for (int t = 1; t < SEGURIDAD_COUNT; t++) {
		char celda[60];
		snprintf(celda, sizeof celda, "| `%s` |", vocabulario_slug(&vocabulario_seguridad, t));
		ck_assert_msg(strstr(text, celda) != NULL, "%s", celda);
	}
	free(text);
}
END_TEST

int main(void)
{
	if (!hash_init() || !zona_init("America/Mexico_City"))
		return 1;
	Suite *s = suite_create("codec/cadena_seguridad");
	TCase *t = tcase_create("cadena_seguridad");
	tcase_add_test(t, the_worked_example);
	tcase_add_test(t, the_first_row);
	tcase_add_test(t, every_part_counts);
	tcase_add_test(t, kinds);
	tcase_add_test(t, the_documentation_says_the_same);
	suite_add_tcase(s, t);
	SRunner *r = srunner_create(s);
	srunner_run_all(r, CK_ENV);
	int fallas = srunner_ntests_failed(r);
	srunner_free(r);
	return fallas != 0;
}
