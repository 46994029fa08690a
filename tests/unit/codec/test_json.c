/* The decoder against a descriptor with every kind, and against hostile bytes. */
#include <stddef.h>
#include <stdio.h>

#include "base/fecha.h"
#include "base/hash.h"
#include "caso.h"

struct hoja {
	const char *texto;
	int numero;
};
struct todo {
	bool b;
	dia_t f;
	instante_t i;
	int n;
	int64_t g;
	struct uuid u;
	struct sha256 h;
	enum sentido e;
	const char *s, *m, *salida;
	struct hoja *o;
	struct hoja dentro;
	const char **lista;
	size_t n_lista;
	struct hoja *hojas;
	size_t n_hojas;
	int *ns;
	size_t n_ns;
};

static const struct json_field hoja_campos[] = {
	{.name = "numero", .kind = JSON_KIND_INT, .offset = offsetof(struct hoja, numero)},
	{.name = "texto", .kind = JSON_KIND_STRING, .offset = offsetof(struct hoja, texto), .flags = JSON_REQUIRED, .min = 1, .max = 3},
};
static const struct json_desc desc_hoja = {.name = "hoja", .size = sizeof(struct hoja), .fields = hoja_campos, .n_fields = 2};

static bool es_equis(const char *s)
{
	return s[0] == 'x';
}

#define F(m, k) .name = #m, .kind = JSON_KIND_##k, .offset = offsetof(struct todo, m)
static const struct json_field todo_campos[] = {
	{F(b, BOOL)},
	{F(dentro, EMBEDDED), .sub = &desc_hoja},
	{F(e, ENUM), .vocabulario = &vocabulario_sentido},
	{F(f, FECHA)},
	{F(g, INT64)},
	{F(h, SHA256)},
	{F(hojas, ARRAY), .count_offset = offsetof(struct todo, n_hojas), .item = JSON_KIND_OBJECT, .item_size = sizeof(struct hoja),
		.sub = &desc_hoja, .max = 3},
	{F(i, INSTANTE)},
	{F(lista, ARRAY), .count_offset = offsetof(struct todo, n_lista), .item = JSON_KIND_STRING, .item_size = sizeof(char *),
		.item_min = 1, .item_max = 2, .min = 1, .max = 3, .flags = JSON_UNIQUE, .check = es_equis, .check_msg = MENSAJE_FORMATO},
	{F(m, STRING), .flags = JSON_MULTILINE},
	{F(n, INT), .min = -2, .max = 7},
	{F(ns, ARRAY), .count_offset = offsetof(struct todo, n_ns), .item = JSON_KIND_INT, .item_size = sizeof(int), .flags = JSON_UNIQUE},
	{F(o, OBJECT), .sub = &desc_hoja},
	{F(s, STRING), .min = 2, .max = 4},
	{F(salida, STRING), .flags = JSON_OUTPUT},
	{F(u, UUID)},
};
static const struct json_desc desc_todo = {
	.name = "todo", .size = sizeof(struct todo), .fields = todo_campos, .n_fields = sizeof todo_campos / sizeof todo_campos[0]};

static enum status leer(struct caso *c, const char *text, struct todo *out)
{
	return json_decode(&desc_todo, text, strlen(text), out, c->a, &c->err);
}

START_TEST(everything_round_trips_in_canonical_form)
{
	const char *text =
		"{\"b\":true,\"dentro\":{\"numero\":5,\"texto\":\"d\"},\"e\":\"improcedente\",\"f\":\"2026-02-28\",\"g\":-9007199254740991,"
		"\"h\":\"00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff\",\"hojas\":[{\"texto\":\"a\"},{\"numero\":-1,"
		"\"texto\":\"b\"}],"
		"\"i\":\"2026-11-20T16:00:00.123456Z\",\"lista\":[\"x\",\"xé\"],\"m\":\"a\\nb\\tc\",\"n\":-2,\"ns\":[3,-4],"
		"\"o\":{\"texto\":\"ñé€\"},\"s\":\"\xF0\x9F\x98\x80"
		"ab\",\"u\":\"01934567-89ab-7cde-8f01-23456789abcd\"}";
	CASO c = caso_new(1 << 16);
	struct todo t;
	ck_assert_int_eq(leer(&c, text, &t), STATUS_OK);
	ck_assert(t.b && t.n == -2 && t.g == -9007199254740991 && t.e == SENTIDO_IMPROCEDENTE);
	ck_assert_str_eq(t.m, "a\nb\tc");
	ck_assert_uint_eq(t.n_hojas, 2);
	ck_assert_int_eq(t.hojas[1].numero, -1);
	BUF_AUTO b;
	buf_init(&b, 1 << 16);
	json_encode(&desc_todo, &t, &b);
	ck_assert_str_eq(buf_str(&b), text);
	ck_assert(es_canonico(text));
}
END_TEST

START_TEST(absent_is_absent)
{
	CASO c = caso_new(1 << 16);
	struct todo t;
	memset(&t, 0x5A, sizeof t);
	ck_assert_int_eq(leer(&c, " { \n} ", &t), STATUS_OK);
	ck_assert_int_eq(t.f, DIA_NINGUNO);
	ck_assert(t.i == INSTANTE_NINGUNO);
	ck_assert(t.s == NULL && t.o == NULL && t.n_lista == 0 && !t.b && uuid_is_nil(&t.u));
	BUF_AUTO b;
	buf_init(&b, 1 << 16);
	json_encode(&desc_todo, &t, &b);
	ck_assert_str_eq(buf_str(&b), "{}");
}
END_TEST

START_TEST(all_faults_at_once_with_their_pointers)
{
	CASO c = caso_new(1 << 18);
	struct todo t;
	const char *text = "{\"b\":1,\"dentro\":{},\"e\":\"tal\",\"f\":\"2026-02-30\",\"g\":1.0,\"h\":\"zz\",\"hojas\":[{\"texto\":"
			   "\"abcd\"},7,{\"texto\":\"\",\"q/~\":1}],"
			   "\"i\":\"2026-11-20\",\"lista\":[\"x\",\"x\",\"y\",\"x\"],\"m\":\"a\\u0007\",\"n\":8,\"ns\":[1,true],\"o\":[],"
			   "\"s\":\"a\",\"salida\":\"z\","
			   "\"u\":\"no\",\"a/b~c\":null}";
	ck_assert_int_eq(leer(&c, text, &t), STATUS_INVALID);
	ck_assert_int_eq(c.err.problem, PROBLEM_CUERPO_INVALIDO);
	ck_falta(&c.err, "/b", "tipo");
	ck_falta(&c.err, "/dentro/texto", "requerido");
	ck_falta(&c.err, "/e", "enum");
	ck_assert_ptr_nonnull(strstr(falta(&c.err, "/e")->que_hacer.es, "procedente, procedente_con_recomendaciones, improcedente"));
	ck_falta(&c.err, "/f", "fecha");
	ck_falta(&c.err, "/g", "tipo");
	ck_falta(&c.err, "/h", "formato");
	ck_falta(&c.err, "/hojas/0/texto", "largo-max");
	ck_falta(&c.err, "/hojas/1", "tipo");
	ck_falta(&c.err, "/hojas/2/texto", "largo-min");
	ck_falta(&c.err, "/hojas/2/q~1~0", "desconocido");
	ck_falta(&c.err, "/i", "instante");
	ck_falta(&c.err, "/lista", "elementos-max");
	ck_falta(&c.err, "/lista/2", "formato");
	ck_falta(&c.err, "/m", "caracteres");
	ck_falta(&c.err, "/n", "valor-max");
	ck_falta(&c.err, "/ns/1", "tipo");
	ck_falta(&c.err, "/o", "tipo");
	ck_falta(&c.err, "/s", "largo-min");
	ck_falta(&c.err, "/salida", "no-corresponde");
	ck_falta(&c.err, "/u", "uuid");
	ck_falta(&c.err, "/a~1b~0c", "desconocido");
	ck_assert_uint_eq(c.err.n_items, 21);
}
END_TEST

static const struct {
	const char *text, *pointer, *slug; /* pointer NULL: accepted */
} sueltos[] = {
	{"{\"n\":-3}", "/n", "valor-min"},
	{"{\"n\":7}", NULL, NULL},
	{"{\"n\":7.0}", "/n", "tipo"},
	{"{\"n\":1e0}", "/n", "tipo"},
	{"{\"n\":\"7\"}", "/n", "tipo"},
	{"{\"n\":null}", "/n", "tipo"},
	{"{\"n\":-0}", NULL, NULL},
	{"{\"ns\":[2147483648]}", "/ns/0", "valor-max"},
	{"{\"ns\":[-2147483649]}", "/ns/0", "valor-min"},
	{"{\"ns\":[5,6,5]}", "/ns/2", "duplicado"},
	{"{\"g\":9223372036854775807}", NULL, NULL},
	{"{\"s\":\"abcd\"}", NULL, NULL},
	{"{\"s\":\"abcde\"}", "/s", "largo-max"},
	{"{\"s\":\"\xC3\xB1\xC3\xB1\xC3\xB1\xC3\xB1\"}", NULL, NULL},
	{"{\"s\":\"   \"}", "/s", "largo-min"},
	{"{\"s\":\"a\\nb\"}", "/s", "caracteres"},
	{"{\"s\":\"a\\u2028b\"}", "/s", "caracteres"},
	{"{\"s\":\"a\\u202Eb\"}", "/s", "caracteres"},
	{"{\"s\":\"a\\u0085b\"}", "/s", "caracteres"},
	{"{\"m\":\"\"}", NULL, NULL},
	{"{\"lista\":[]}", "/lista", "elementos-min"},
	{"{\"lista\":[\"x\",\"x\"]}", "/lista/1", "duplicado"},
	{"{\"lista\":{}}", "/lista", "tipo"},
	{"{\"lista\":[null]}", "/lista/0", "tipo"},
	{"{\"lista\":[[]]}", "/lista/0", "tipo"},
	{"{\"f\":\"2024-02-29\"}", NULL, NULL},
	{"{\"f\":\"2026-2-9\"}", "/f", "fecha"},
	{"{\"f\":20260101}", "/f", "tipo"},
	{"{\"e\":\"\"}", "/e", "enum"},
	{"{\"e\":1}", "/e", "tipo"},
	{"{\"h\":\"00FF00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00f\"}", "/h", "formato"},
	{"{\"u\":\"\"}", "/u", "uuid"},
	{"{\"B\":true}", "/B", "desconocido"},
	{"{\"\":1}", "/", "desconocido"},
	{"[]", "", "tipo"},
	{"null", "", "tipo"},
	{"\"x\"", "", "tipo"},
	{"3", "", "tipo"},
};

START_TEST(each_limit_alone)
{
	CASO c = caso_new(1 << 18);
	struct todo t;
	enum status st = leer(&c, sueltos[_i].text, &t);
	if (!sueltos[_i].pointer) {
		ck_assert_msg(st == STATUS_OK, "%s", sueltos[_i].text);
		return;
	}
	ck_assert_msg(st == STATUS_INVALID && c.err.n_items == 1, "%s: %d, %zu items", sueltos[_i].text, st, c.err.n_items);
	ck_falta(&c.err, sueltos[_i].pointer, sueltos[_i].slug);
}
END_TEST

#define X(s) \
	{ \
		s, sizeof(s) - 1 \
	}
static const struct {
	const char *text;
	size_t len;
} hostiles[] = {
	X("{"),
	X("}"),
	X("{\"b\":true}x"),
	X("{\"b\":true}{}"),
	X("{\"b\":true,\"b\":true}"),
	X("{\"o\":{\"texto\":\"a\",\"texto\":\"b\"}}"),
	X("{b:true}"),
	X("{'b':true}"),
	X("{\"b\":true,}"),
	X("{\"b\":True}"),
	X("{\"s\":\"a\0b\"}"),
	X("{\"s\":\"ab\"}\0"),
	X("{\"s\":\"a\\u0000b\"}"),
	X("{\"s\":\"\xff\xfe\"}"),
	X("{\"s\":\"\xc0\xaf\"}"),
	X("{\"s\":\"\xed\xa0\x80\"}"),
	X("{\"s\":\"\xf4\x90\x80\x80\"}"),
	X("{\"s\":\"\\ud800\"}"),
	X("{\"s\":\"\\udc00\\ud800\"}"),
	X("{\"s\":\"a\nb\"}"),
	X("{\"s\":\"\\x41\"}"),
	X("\xef\xbb\xbf{}"),
	X("{\"n\":01}"),
	X("{\"n\":+1}"),
	X("{\"n\":.5}"),
	X("{\"n\":NaN}"),
	X("{\"n\":99999999999999999999}"),
	X("{\"n\":1e999}"),
	X("{\"\\u0000\":1}"),
	X("/* */{}"),
	X("[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]"),
	X(" "),
	X("\t\n"),
	X("{\"s\":\"\xc3"),
	X("{\"s\":\"\\"),
};

START_TEST(bytes_that_are_no_json_are_refused_with_their_position)
{
	CASO c = caso_new(1 << 16);
	struct todo t;
	ck_assert_int_eq(json_decode(&desc_todo, hostiles[_i].text, hostiles[_i].len, &t, c.a, &c.err), STATUS_INVALID);
	ck_assert_int_eq(c.err.problem, PROBLEM_JSON_INVALIDO);
	ck_assert_ptr_nonnull(strstr(c.err.detail.es, "línea "));
	ck_assert_ptr_nonnull(strstr(c.err.detail.en, "line "));
	ck_assert_uint_eq(c.err.n_items, 0);
}
END_TEST

START_TEST(position_and_reason)
{
	CASO c = caso_new(1 << 16);
	struct todo t;
	ck_assert_int_eq(leer(&c, "{\n  \"s\": \"a\xff\"}", &t), STATUS_INVALID);
	ck_assert_ptr_nonnull(strstr(c.err.detail.es, "UTF-8"));
	ck_assert_ptr_nonnull(strstr(c.err.detail.es, "línea 2, columna 10"));
	CASO d = caso_new(1 << 16);
	ck_assert_int_eq(leer(&d, "{\"b\":true,\"b\":false}", &t), STATUS_INVALID);
	ck_assert_ptr_nonnull(strstr(d.err.detail.en, "a member is repeated"));
	CASO e = caso_new(1 << 16);
	ck_assert_int_eq(leer(&e, "", &t), STATUS_INVALID);
	ck_assert_int_eq(e.err.problem, PROBLEM_CUERPO_VACIO);
}
END_TEST

START_TEST(depth_is_counted_outside_strings_only)
{
	CASO c = caso_new(1 << 16);
	struct todo t;
	ck_assert_int_eq(leer(&c, "{\"m\":\"[[[[[[[[[[[[[[[[[[[[{{{{{{{{{{{{{{{{{{\\\"[[[[[[\"}", &t), STATUS_OK);
	char text[64] = "{\"q\":";
	for (int i = 1; i < JSON_DEPTH_MAX; i++)
		strcat(text, "[");
	for (int i = 1; i < JSON_DEPTH_MAX; i++)
		strcat(text, "]");
	strcat(text, "}");
	ck_assert_int_eq(leer(&c, text, &t), STATUS_INVALID);
	ck_assert_int_eq(c.err.problem, PROBLEM_CUERPO_INVALIDO); /* sixteen levels: read, and found unknown */
}
END_TEST

START_TEST(a_mile_deep_costs_nothing)
{
	CASO c = caso_new(1 << 16);
	struct todo t;
	size_t n = (size_t)1 << 22;
	char *text = malloc(n);
	memset(text, '[', n);
	ck_assert_int_eq(json_decode(&desc_todo, text, n, &t, c.a, &c.err), STATUS_INVALID);
	ck_assert_int_eq(c.err.problem, PROBLEM_JSON_INVALIDO);
	free(text);
}
END_TEST

START_TEST(many_faults_are_counted_and_long_names_cut)
{
	CASO c = caso_new((size_t)1 << 22);
	struct todo t;
	BUF_AUTO b;
	buf_init(&b, (size_t)1 << 24);
	buf_puts(&b, "{\"");
	for (int i = 0; i < 100000; i++)
		buf_puts(&b, "\xE2\x82\xAC");
	buf_puts(&b, "\":1");
	for (int i = 0; i < 5000; i++)
		buf_printf(&b, ",\"q%d\":1", i);
	buf_puts(&b, "}");
	ck_assert_int_eq(json_decode(&desc_todo, buf_str(&b), b.len, &t, c.a, &c.err), STATUS_INVALID);
	ck_assert_uint_eq(c.err.n_items, ERROR_ITEMS_MAX);
	ck_assert_uint_eq(c.err.n_items_dropped, 5001 - ERROR_ITEMS_MAX);
	for (size_t i = 0; i < c.err.n_items; i++)
		ck_assert_uint_le(strlen(c.err.items[i].pointer), 1024);
}
END_TEST

START_TEST(arena_exhaustion_is_a_status_at_every_size)
{
	const char *text = "{\"hojas\":[{\"texto\":\"a\"},{\"texto\":\"b\"}],\"lista\":[\"x\",\"x2\"],\"m\":"
			   "\"0123456789012345678901234567890123456789\","
			   "\"ns\":[1,2,3,4,5,6,7,8],\"o\":{\"texto\":\"c\"}}";
	bool ok = false;
	for (size_t max = 0; max < 2048; max += 8) {
		CASO c = caso_new(max);
		struct todo t;
		enum status st = leer(&c, text, &t);
		ck_assert(st == STATUS_OK || (st == STATUS_UNAVAILABLE && c.err.problem == PROBLEM_SATURADO));
		ck_assert(!ok || st == STATUS_OK);
		ok |= st == STATUS_OK;
	}
	ck_assert(ok);
	for (size_t max = 0; max < 20000; max += 64) {
		CASO c = caso_new(max);
		struct todo t;
		ck_assert_int_ne(leer(&c, "{\"n\":99,\"q\":1,\"e\":\"x\",\"lista\":[]}", &t), STATUS_OK);
	}
}
END_TEST

START_TEST(trusted_bytes_keep_facts_and_report_defects)
{
	CASO c = caso_new(1 << 16);
	struct todo t;
	const char *largo = "{\"lista\":[\"y\",\"y\",\"yyyy\",\"\"],\"n\":99,\"o\":{},\"s\":\"demasiado largo\\u0007\",\"salida\":\"z\"}";
	ck_assert_int_eq(json_decode_trusted(&desc_todo, largo, strlen(largo), &t, c.a, &c.err), STATUS_OK);
	ck_assert_int_eq(t.n, 99);
	ck_assert_uint_eq(t.n_lista, 4);
	const char *const malos[] = {"{", "{\"q\":1}", "{\"n\":\"x\"}", "{\"e\":\"nada\"}", "{\"f\":\"ayer\"}", "[]", ""};
	for (size_t i = 0; i < sizeof malos / sizeof malos[0]; i++) {
		CASO d = caso_new(1 << 16);
		ck_assert_int_eq(json_decode_trusted(&desc_todo, malos[i], strlen(malos[i]), &t, d.a, &d.err), STATUS_INTERNAL);
		ck_assert_int_eq(d.err.problem, PROBLEM_INTERNO);
		ck_assert_ptr_nonnull(d.err.interno);
		ck_assert_uint_eq(d.err.n_items, 0);
	}
}
END_TEST

/* --- RFC 8785 ------------------------------------------------------------------------------------------------------------------------- */

static const struct {
	const char *crudo, *json;
} vectores[] = {
	{"", "\"\""},
	/* RFC 8785 §3.2.3, the member "string" of its sample */
	{"\xE2\x82\xAC$\x0F\nA'B\"\\\\\"/", "\"\xE2\x82\xAC$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\""},
	{"\b\t\n\f\r", "\"\\b\\t\\n\\f\\r\""},
	{"\x01\x1f\x7f", "\"\\u0001\\u001f\x7f\""},
	{"</script>", "\"</script>\""},
	{"\xE2\x80\xA8", "\"\xE2\x80\xA8\""},
	{"\xF0\x9F\x98\x82", "\"\xF0\x9F\x98\x82\""},
	{"\xEF\xAC\xB3", "\"\xEF\xAC\xB3\""},
	{"a\"", "\"a\\\"\""},
	{"\"", "\"\\\"\""},
};

START_TEST(strings_are_escaped_as_jcs_says)
{
	BUF_AUTO b;
	buf_init(&b, 1 << 16);
	json_escape(&b, vectores[_i].crudo);
	ck_assert_str_eq(buf_str(&b), vectores[_i].json);
}
END_TEST

START_TEST(every_ascii_character_survives)
{
	for (int i = 1; i < 128; i++) {
		char crudo[] = {'x', (char)i, '\0'};
		const char *p = crudo;
		const struct json_field f = {.name = "s", .kind = JSON_KIND_STRING};
		const struct json_desc d = {.name = "d", .size = sizeof p, .fields = &f, .n_fields = 1};
		CASO c = caso_new(1 << 12);
		BUF_AUTO b;
		buf_init(&b, 1 << 12);
		json_encode(&d, &p, &b);
		ck_assert(es_canonico(buf_str(&b)));
		const char *q;
		ck_assert_int_eq(json_decode_trusted(&d, buf_str(&b), b.len, &q, c.a, &c.err), STATUS_OK);
		ck_assert_str_eq(q, crudo);
	}
}
END_TEST

START_TEST(the_writer_puts_commas_where_they_belong)
{
	BUF_AUTO b;
	buf_init(&b, 1 << 12);
	struct json_writer w;
	json_begin(&w, &b);
	json_object(&w, NULL);
	json_string(&w, "nada", NULL);
	json_fecha(&w, "tampoco", DIA_NINGUNO);
	json_array(&w, "a");
	json_array_end(&w);
	json_array(&w, "b");
	json_int(&w, NULL, -1);
	json_object(&w, NULL);
	json_object_end(&w);
	json_string(&w, NULL, "x");
	json_array_end(&w);
	json_string_or_null(&w, "c", NULL);
	json_string_or_null(&w, "d", "\"");
	json_bool(&w, "e", false);
	json_raw(&w, "f", "{\"g\":1}");
	json_fecha(&w, "h", 0);
	json_slug(&w, "i", &vocabulario_sentido, 0);
	json_slug(&w, "j", &vocabulario_sentido, 1);
	json_object_end(&w);
	ck_assert_str_eq(buf_str(&b),
		"{\"a\":[],\"b\":[-1,{},\"x\"],\"c\":null,\"d\":\"\\\"\",\"e\":false,\"f\":{\"g\":1},\"h\":\"1970-01-01\",\"j\":"
		"\"procedente\"}");
}
END_TEST

START_TEST(a_full_buffer_is_seen_at_the_end)
{
	struct todo t = {.s = "abcdefghij", .f = DIA_NINGUNO, .i = INSTANTE_NINGUNO};
	BUF_AUTO b;
	buf_init(&b, 8);
	json_encode(&desc_todo, &t, &b);
	ck_assert(b.failed);
}
END_TEST

int main(void)
{
	if (!hash_init() || !zona_init("America/Mexico_City"))
		return 1;
	Suite *s = suite_create("codec/json");
	TCase *t = tcase_create("json");
	tcase_add_test(t, everything_round_trips_in_canonical_form);
	tcase_add_test(t, absent_is_absent);
	tcase_add_test(t, all_faults_at_once_with_their_pointers);
	tcase_add_loop_test(t, each_limit_alone, 0, sizeof sueltos / sizeof sueltos[0]);
	tcase_add_loop_test(t, bytes_that_are_no_json_are_refused_with_their_position, 0, sizeof hostiles / sizeof hostiles[0]);
	tcase_add_test(t, position_and_reason);
	tcase_add_test(t, depth_is_counted_outside_strings_only);
	tcase_add_test(t, a_mile_deep_costs_nothing);
	tcase_add_test(t, many_faults_are_counted_and_long_names_cut);
	tcase_add_test(t, arena_exhaustion_is_a_status_at_every_size);
	tcase_add_test(t, trusted_bytes_keep_facts_and_report_defects);
	tcase_add_loop_test(t, strings_are_escaped_as_jcs_says, 0, sizeof vectores / sizeof vectores[0]);
	tcase_add_test(t, every_ascii_character_survives);
	tcase_add_test(t, the_writer_puts_commas_where_they_belong);
	tcase_add_test(t, a_full_buffer_is_seen_at_the_end);
	tcase_set_timeout(t, 60);
	suite_add_tcase(s, t);
	SRunner *r = srunner_create(s);
	srunner_run_all(r, CK_ENV);
	int fallas = srunner_ntests_failed(r);
	srunner_free(r);
	return fallas != 0;
}
