/* RFC 7396: the cases of its appendix A that a described record can hold, and the rules of ours on top. */
#include <stddef.h>

#include "base/fecha.h"
#include "caso.h"
#include "codec/tipos.h"

struct fondo {
	const char *d, *e;
};
struct medio {
	const char *b, *c;
	struct fondo *bb;
};
struct cima {
	const char *a, *b;
	struct medio *o;
	struct fondo fijo;
	const char **l;
	size_t n_l;
	const char *sal;
};
static const struct json_field fondo_campos[] = {
	{.name = "d", .kind = JSON_KIND_STRING, .offset = offsetof(struct fondo, d)},
	{.name = "e", .kind = JSON_KIND_STRING, .offset = offsetof(struct fondo, e)},
};
static const struct json_desc desc_fondo = {.name = "fondo", .size = sizeof(struct fondo), .fields = fondo_campos, .n_fields = 2};
static const struct json_field medio_campos[] = {
	{.name = "b", .kind = JSON_KIND_STRING, .offset = offsetof(struct medio, b)},
	{.name = "bb", .kind = JSON_KIND_OBJECT, .offset = offsetof(struct medio, bb), .sub = &desc_fondo},
	{.name = "c", .kind = JSON_KIND_STRING, .offset = offsetof(struct medio, c)},
};
static const struct json_desc desc_medio = {.name = "medio", .size = sizeof(struct medio), .fields = medio_campos, .n_fields = 3};
static const struct json_field cima_campos[] = {
	{.name = "a", .kind = JSON_KIND_STRING, .offset = offsetof(struct cima, a)},
	{.name = "b", .kind = JSON_KIND_STRING, .offset = offsetof(struct cima, b)},
	{.name = "fijo", .kind = JSON_KIND_EMBEDDED, .offset = offsetof(struct cima, fijo), .sub = &desc_fondo},
	{.name = "l",
		.kind = JSON_KIND_ARRAY,
		.offset = offsetof(struct cima, l),
		.count_offset = offsetof(struct cima, n_l),
		.item = JSON_KIND_STRING,
		.item_size = sizeof(char *)},
	{.name = "o", .kind = JSON_KIND_OBJECT, .offset = offsetof(struct cima, o), .sub = &desc_medio},
	{.name = "sal", .kind = JSON_KIND_STRING, .offset = offsetof(struct cima, sal), .flags = JSON_OUTPUT},
};
static const struct json_desc desc_cima = {.name = "cima", .size = sizeof(struct cima), .fields = cima_campos, .n_fields = 6};

static const struct {
	const char *antes, *parche, *despues; /* despues NULL: refused */
	const char *pointer;
} casos[] = {
	/* appendix A, in its order, with our names */
	{"{\"a\":\"b\"}", "{\"a\":\"c\"}", "{\"a\":\"c\"}", NULL},
	{"{\"a\":\"b\"}", "{\"b\":\"c\"}", "{\"a\":\"b\",\"b\":\"c\"}", NULL},
	{"{\"a\":\"b\"}", "{\"a\":null}", "{}", NULL},
	{"{\"a\":\"b\",\"b\":\"c\"}", "{\"a\":null}", "{\"b\":\"c\"}", NULL},
	{"{\"l\":[\"b\"]}", "{\"l\":[\"c\"]}", "{\"l\":[\"c\"]}", NULL},
	{"{\"l\":[\"b\"]}", "{\"l\":\"c\"}", NULL, "/l"},
	{"{\"o\":{\"b\":\"c\"}}", "{\"o\":{\"b\":\"d\",\"c\":null}}", "{\"o\":{\"b\":\"d\"}}", NULL},
	{"{\"l\":[\"b\"]}", "{\"l\":[1]}", NULL, "/l/0"},
	{"{\"l\":[\"a\",\"b\"]}", "{\"l\":[\"c\",\"d\"]}", "{\"l\":[\"c\",\"d\"]}", NULL},
	{"{\"a\":\"b\"}", "[\"c\"]", NULL, ""},
	{"{\"a\":\"foo\"}", "null", NULL, ""},
	{"{\"a\":\"foo\"}", "\"bar\"", NULL, ""},
	{"{\"b\":\"x\"}", "{\"a\":\"1\"}", "{\"a\":\"1\",\"b\":\"x\"}", NULL},
	{"{}", "{\"o\":{\"bb\":{\"d\":null}}}", "{\"o\":{\"bb\":{}}}", NULL},
	/* ours */
	{"{}", "{}", "{}", NULL},
	{"{\"fijo\":{\"d\":\"1\",\"e\":\"2\"}}", "{\"fijo\":{\"d\":null}}", "{\"fijo\":{\"e\":\"2\"}}", NULL},
	{"{\"fijo\":{\"d\":\"1\"}}", "{\"fijo\":null}", "{}", NULL},
	{"{\"l\":[\"a\"]}", "{\"l\":[]}", "{}", NULL},
	{"{\"l\":[\"a\"]}", "{\"l\":null}", "{}", NULL},
	{"{}", "{\"l\":[null]}", NULL, "/l/0"},
	{"{}", "{\"z\":null}", NULL, "/z"},
	{"{}", "{\"z\":1}", NULL, "/z"},
	{"{}", "{\"o\":{\"z\":null}}", NULL, "/o/z"},
	{"{}", "{\"sal\":null}", NULL, "/sal"},
	{"{}", "{\"sal\":\"x\"}", NULL, "/sal"},
	{"{}", "{\"o\":7}", NULL, "/o"},
};

START_TEST(merge)
{
	CASO c = caso_new(1 << 16);
	struct cima antes, despues;
	ck_assert_int_eq(json_decode(&desc_cima, casos[_i].antes, strlen(casos[_i].antes), &antes, c.a, &c.err), STATUS_OK);
	enum status st = json_merge_patch(&desc_cima, &antes, casos[_i].parche, strlen(casos[_i].parche), &despues, c.a, &c.err);
	if (!casos[_i].despues) {
		ck_assert_int_eq(st, STATUS_INVALID);
		ck_assert_int_eq(c.err.problem, PROBLEM_CUERPO_INVALIDO);
		ck_assert_uint_eq(c.err.n_items, 1);
		ck_assert_str_eq(c.err.items[0].pointer, casos[_i].pointer);
		return;
	}
	ck_assert_msg(st == STATUS_OK, "%s", casos[_i].parche);
	BUF_AUTO b;
	buf_init(&b, 1 << 12);
	json_encode(&desc_cima, &despues, &b);
	ck_assert_str_eq(buf_str(&b), casos[_i].despues);
	/* What was there is not touched. */
	buf_reset(&b);
	json_encode(&desc_cima, &antes, &b);
	ck_assert_str_eq(buf_str(&b), casos[_i].antes);
}
END_TEST

START_TEST(patch_of_a_draft)
{
	CASO c = caso_new(1 << 16);
	struct datos_expediente antes, despues;
	const char *texto = "{\"contacto\":{\"correo\":\"a@b.gob.mx\",\"nombre\":\"Ana\"},\"denominacion\":\"Acuerdo\",\"ods\":[4,17],"
			    "\"vigencia_hasta\":\"2027-01-01\"}";
	const char *parche =
		"{\"contacto\":{\"correo\":null,\"telefono\":\"+52 55 3686 5100\"},\"ods\":[1],\"vigencia_hasta\":null,\"tipo\":\"otro\"}";
	ck_assert_int_eq(json_decode(&desc_datos_expediente, texto, strlen(texto), &antes, c.a, &c.err), STATUS_OK);
	ck_assert_int_eq(json_merge_patch(&desc_datos_expediente, &antes, parche, strlen(parche), &despues, c.a, &c.err), STATUS_OK);
	BUF_AUTO b;
	buf_init(&b, 1 << 12);
	json_encode(&desc_datos_expediente, &despues, &b);
	ck_assert_str_eq(buf_str(&b),
		"{\"contacto\":{\"nombre\":\"Ana\",\"telefono\":\"+52 55 3686 "
		"5100\"},\"denominacion\":\"Acuerdo\",\"ods\":[1],\"tipo\":\"otro\"}");
	ck_assert_int_eq(despues.vigencia_hasta, DIA_NINGUNO);
}
END_TEST

START_TEST(faults_of_a_patch_are_listed_at_once)
{
	CASO c = caso_new(1 << 16);
	struct datos_expediente antes, despues;
	const char *parche = "{\"denominacio\":null,\"ods\":[18,0],\"contacto\":{\"correo\":\"noo\",\"fax\":null},\"tipo\":\"x\"}";
	ck_assert_int_eq(json_decode(&desc_datos_expediente, "{}", 2, &antes, c.a, &c.err), STATUS_OK);
	ck_assert_int_eq(json_merge_patch(&desc_datos_expediente, &antes, parche, strlen(parche), &despues, c.a, &c.err), STATUS_INVALID);
	ck_falta(&c.err, "/denominacio", "desconocido");
	ck_falta(&c.err, "/contacto/fax", "desconocido");
	ck_falta(&c.err, "/contacto/correo", "correo");
	ck_falta(&c.err, "/ods/0", "valor-max");
	ck_falta(&c.err, "/ods/1", "valor-min");
	ck_falta(&c.err, "/tipo", "enum");
	ck_assert_uint_eq(c.err.n_items, 6);
}
END_TEST

START_TEST(a_patch_that_is_no_json)
{
	CASO c = caso_new(1 << 16);
	struct datos_expediente antes, despues;
	ck_assert_int_eq(json_decode(&desc_datos_expediente, "{}", 2, &antes, c.a, &c.err), STATUS_OK);
	ck_assert_int_eq(json_merge_patch(&desc_datos_expediente, &antes, "{", 1, &despues, c.a, &c.err), STATUS_INVALID);
	ck_assert_int_eq(c.err.problem, PROBLEM_JSON_INVALIDO);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("codec/merge");
	TCase *t = tcase_create("merge");
	tcase_add_loop_test(t, merge, 0, sizeof casos / sizeof casos[0]);
	tcase_add_test(t, patch_of_a_draft);
	tcase_add_test(t, faults_of_a_patch_are_listed_at_once);
	tcase_add_test(t, a_patch_that_is_no_json);
	suite_add_tcase(s, t);
	SRunner *r = srunner_create(s);
	srunner_run_all(r, CK_ENV);
	int fallas = srunner_ntests_failed(r);
	srunner_free(r);
	return fallas != 0;
}
