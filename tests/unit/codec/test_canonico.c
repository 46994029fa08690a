/* The short way of reading what the service wrote: it reads all of it, and says of nothing else that it is good. */
#include <stddef.h>
#include <stdio.h>

#include "base/fecha.h"
#include "base/hash.h"
#include "caso.h"
#include "codec/json_interno.h"
#include "codec/tipos.h"

#define U1 "01934567-89ab-7cde-8f01-23456789abcd"
#define H1 "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

struct hoja {
	const char *texto;
	int numero;
};
struct todo {
	bool b;
	enum sentido e;
	dia_t f;
	int64_t g;
	struct sha256 h;
	struct hoja *hojas;
	size_t n_hojas;
	instante_t i;
	const char **lista;
	size_t n_lista;
	int n;
	struct hoja *o;
	const char *s;
	struct uuid u;
};
#define F(m, k, ...) \
	{ \
		.name = #m, .kind = JSON_KIND_##k, .offset = offsetof(struct todo, m), __VA_ARGS__ \
	}
static const struct json_field hoja_campos[] = {
	{.name = "numero", .kind = JSON_KIND_INT, .offset = offsetof(struct hoja, numero)},
	{.name = "texto", .kind = JSON_KIND_STRING, .offset = offsetof(struct hoja, texto)},
};
static const struct json_desc desc_hoja = {.name = "hoja", .size = sizeof(struct hoja), .fields = hoja_campos, .n_fields = 2};
static const struct json_field todo_campos[] = {
	F(b, BOOL, .flags = 0),
	F(e, ENUM, .vocabulario = &vocabulario_sentido),
	F(f, FECHA, .flags = 0),
	F(g, INT64, .flags = 0),
	F(h, SHA256, .flags = 0),
	F(hojas, ARRAY, .item = JSON_KIND_OBJECT, .item_size = sizeof(struct hoja), .sub = &desc_hoja,
		.count_offset = offsetof(struct todo, n_hojas)),
	F(i, INSTANTE, .flags = 0),
	F(lista, ARRAY, .item = JSON_KIND_STRING, .item_size = sizeof(char *), .count_offset = offsetof(struct todo, n_lista)),
	F(n, INT, .flags = 0),
	F(o, OBJECT, .sub = &desc_hoja),
	F(s, STRING, .flags = 0),
	F(u, UUID, .flags = 0),
};
static const struct json_desc desc_todo = {
	.name = "todo", .size = sizeof(struct todo), .fields = todo_campos, .n_fields = sizeof todo_campos / sizeof todo_campos[0]};

static const char completo[] = "{\"b\":true,\"e\":\"improcedente\",\"f\":\"2027-01-15\",\"g\":-123456789012345678,\"h\":\"" H1 "\","
			       "\"hojas\":[{\"numero\":1,\"texto\":\"a,]}\\\"\"},{},{\"texto\":\"\"}],\"i\":\"2026-11-20T10:00:00."
			       "123456Z\",\"lista\":[\"\",\"x[\"],\"n\":-7,"
			       "\"o\":{\"numero\":2147483647},\"s\":\"\xC3\xB1\\u0001\\n\\\\\\\" \xF0\x9F\x98\x82\",\"u\":\"" U1 "\"}";

static bool corto(struct caso *c, const char *text, size_t len, struct todo *t)
{
	/* Exact bytes on the heap, so that reading one too many is seen. */
	char *copy = malloc(len ? len : 1);
	memcpy(copy, text, len);
	bool ok = json_leer_canonico(&desc_todo, copy, len, t, c->a);
	free(copy);
	return ok;
}

/* What the ordinary decoder makes of it: a space before it keeps the short way out. */
static bool ordinario(struct caso *c, const char *text, size_t len, struct todo *t)
{
	char *spaced = malloc(len + 1);
	spaced[0] = ' ';
	memcpy(spaced + 1, text, len);
	enum status st = json_decode_trusted(&desc_todo, spaced, len + 1, t, c->a, &c->err);
	free(spaced);
	return st == STATUS_OK;
}

START_TEST(reads_every_kind)
{
	CASO c = caso_new(1 << 16);
	struct todo t;
	ck_assert(corto(&c, completo, sizeof completo - 1, &t));
	ck_assert(t.b && t.e == SENTIDO_IMPROCEDENTE && t.n == -7 && t.g == INT64_C(-123456789012345678));
	ck_assert_uint_eq(t.n_hojas, 3);
	ck_assert_str_eq(t.hojas[0].texto, "a,]}\"");
	ck_assert_ptr_null(t.hojas[1].texto);
	ck_assert_uint_eq(t.n_lista, 2);
	ck_assert_str_eq(t.lista[1], "x[");
	ck_assert_int_eq(t.o->numero, INT32_MAX);
	ck_assert_str_eq(t.s, "\xC3\xB1\x01\n\\\" \xF0\x9F\x98\x82");
	BUF_AUTO b;
	buf_init(&b, 1 << 16);
	json_encode(&desc_todo, &t, &b);
	ck_assert_str_eq(buf_str(&b), completo);
	ck_assert(corto(&c, "{}", 2, &t));
	ck_assert_int_eq(t.f, DIA_NINGUNO);
	ck_assert(corto(&c, "{\"lista\":[]}", 12, &t));
	ck_assert_uint_eq(t.n_lista, 0);
}
END_TEST

START_TEST(leaves_the_rest_to_the_other)
{
	static const char *const others[] = {"", "{", "[]", "null", " {}", "{} ", "{}x", "{ }", "{\"n\": 1}", "{\"n\":1,}", "{\"q\":1}",
		"{\"s\":\"a\",\"n\":1}", "{\"n\":1,\"n\":1}", "{\"n\":null}", "{\"n\":-0}", "{\"n\":01}", "{\"n\":1.0}", "{\"n\":1e2}",
		"{\"n\":-}", "{\"n\":2147483648}", "{\"n\":\"1\"}", "{\"g\":1234567890123456789}", "{\"b\":truth}", "{\"b\":1}",
		"{\"b\":tru", "{\"s\":\"\\u0000\"}", "{\"s\":\"\\u0041\"}", "{\"s\":\"\\u00\"}", "{\"s\":\"\\/\"}", "{\"s\":\"\n\"}",
		"{\"s\":\"x}", "{\"s\":\"\\\"}", "{\"s\":\"\xC3\"}", "{\"\\u006e\":1}", "{\"f\":\"2027-02-30\"}", "{\"e\":\"nada\"}",
		"{\"u\":\"x\"}", "{\"h\":\"00\"}", "{\"lista\":[\"a\",]}", "{\"lista\":[\"a\"", "{\"lista\":[\"a\"}]", "{\"lista\":[,]}",
		"{\"lista\":{}}", "{\"hojas\":[{\"texto\":\"a\",\"numero\":1}]}"};
	for (size_t k = 0; k < sizeof others / sizeof *others; k++) {
		CASO c = caso_new(1 << 16);
		struct todo t;
		ck_assert_msg(!corto(&c, others[k], strlen(others[k]), &t), "%s", others[k]);
	}
	CASO c = caso_new(1 << 16);
	struct todo t;
	for (size_t n = 0; n < sizeof completo - 1; n++)
		ck_assert(!corto(&c, completo, n, &t));
}
END_TEST

static void same_or_refused(const char *text, size_t len)
{
	CASO c = caso_new(1 << 16);
	struct todo a, b;
	if (!corto(&c, text, len, &a))
		return;
	ck_assert_msg(ordinario(&c, text, len, &b), "%.*s", (int)len, text);
	BUF_AUTO x;
	BUF_AUTO y;
	buf_init(&x, 1 << 16);
	buf_init(&y, 1 << 16);
	json_encode(&desc_todo, &a, &x);
	json_encode(&desc_todo, &b, &y);
	ck_assert_str_eq(buf_str(&x), buf_str(&y));
}

/* Every byte replaced, taken away, doubled: whatever the short way takes, the ordinary one takes too, with the same result. */
START_TEST(never_says_more_than_the_other)
{
	static const char bytes[] = "\"\\{}[],:0-1aeu n\t\x01\xC3\xB1";
	char text[sizeof completo + 1];
	for (size_t i = 0; i < sizeof completo - 1; i++) {
		for (size_t k = 0; k < sizeof bytes; k++) {
			memcpy(text, completo, sizeof completo);
			text[i] = bytes[k];
			same_or_refused(text, sizeof completo - 1);
		}
		memcpy(text, completo, i);
		memcpy(text + i, completo + i + 1, sizeof completo - i - 1);
		same_or_refused(text, sizeof completo - 2);
		memcpy(text, completo, i + 1);
		memcpy(text + i + 1, completo + i, sizeof completo - i);
		same_or_refused(text, sizeof completo);
	}
}
END_TEST

START_TEST(without_memory)
{
	for (size_t max = 0; max < 1024; max += 16) {
		CASO c = caso_new(max);
		struct todo t;
		if (corto(&c, completo, sizeof completo - 1, &t))
			return;
	}
	ck_abort_msg("1 KiB holds it");
}
END_TEST

/* The journal's own: what the encoders write goes the short way. */
START_TEST(the_journal)
{
	CASO c = caso_new(1 << 16);
	struct datos_expediente d, otra;
	static const char patch[] =
		"{\"denominacion\":\"Hermanamiento "
		"\\\"Zapopan\\\"\\u2014Lyon\",\"contrapartes\":[{\"nombre\":\"Lyon\",\"clase\":\"gubernamental\",\"pais\":"
		"\"FR\"}],\"areas\":[\"cultura\",\"turismo\"],\"idiomas\":[\"es\",\"fr\"],\"ods\":[11],\"vigencia\":\"indefinida\"}";
	ck_assert_int_eq(json_decode(&desc_datos_expediente, patch, sizeof patch - 1, &d, c.a, &c.err), STATUS_OK);
	BUF_AUTO b;
	BUF_AUTO again;
	buf_init(&b, 1 << 16);
	buf_init(&again, 1 << 16);
	json_encode(&desc_datos_expediente, &d, &b);
	ck_assert(json_leer_canonico(&desc_datos_expediente, buf_str(&b), b.len, &otra, c.a));
	json_encode(&desc_datos_expediente, &otra, &again);
	ck_assert_str_eq(buf_str(&b), buf_str(&again));
}
END_TEST

int main(void)
{
	Suite *s = suite_create("codec/canonico");
	TCase *t = tcase_create("canonico");
	tcase_set_timeout(t, 60);
	tcase_add_test(t, reads_every_kind);
	tcase_add_test(t, leaves_the_rest_to_the_other);
	tcase_add_test(t, never_says_more_than_the_other);
	tcase_add_test(t, without_memory);
	tcase_add_test(t, the_journal);
	suite_add_tcase(s, t);
	SRunner *r = srunner_create(s);
	srunner_run_all(r, CK_NORMAL);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
