/* The pure parts: routes, negotiation, ranges, addresses, traceparent. */
#include "http/interno.h"
#include "unit/http/prueba.h"

START_TEST(accept_header)
{
	static const struct {
		const char *accept;
		unsigned medios, expected;
	} rows[] = {
		{NULL, MEDIO_CSV | MEDIO_HTML, MEDIO_CSV},
		{"", MEDIO_CSV, MEDIO_CSV},
		{"*/*", MEDIO_JSON | MEDIO_CSV, MEDIO_JSON},
		{"text/csv", MEDIO_JSON | MEDIO_CSV, MEDIO_CSV},
		{"TEXT/CSV; header=present ; q=0.3, application/json;q=0.2", MEDIO_JSON | MEDIO_CSV, MEDIO_CSV},
		{"text/*, application/json;q=0.9", MEDIO_JSON | MEDIO_HTML, MEDIO_HTML},
		{"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", MEDIO_JSON | MEDIO_HTML, MEDIO_HTML},
		{"*/*;q=0.5, application/json;q=0", MEDIO_JSON, 0},
		{"application/json;q=0.001", MEDIO_JSON, MEDIO_JSON},
		{"application/json;q=abc", MEDIO_JSON, 0},
		{"image/png", MEDIO_JSON | MEDIO_CSV, 0},
		{"image/png", MEDIO_BINARIO, MEDIO_BINARIO},
		{"application/pdf", MEDIO_JSON | MEDIO_HTML | MEDIO_PDF, MEDIO_PDF},
		{"application/*", MEDIO_JSON | MEDIO_PDF, MEDIO_JSON},
		{",,;;q=,", MEDIO_JSON, 0},
		{"application/jsonx, application/jso", MEDIO_JSON, 0},
		{"application/yaml", MEDIO_YAML, MEDIO_YAML},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		ck_assert_msg(accept_choose(rows[i].accept, rows[i].medios) == rows[i].expected, "%s", rows[i].accept);
}
END_TEST

START_TEST(language)
{
	ck_assert(!accept_english(NULL));
	ck_assert(!accept_english("es-MX"));
	ck_assert(!accept_english("es, en"));
	ck_assert(!accept_english("en;q=0.5, es;q=0.6"));
	ck_assert(!accept_english("fr, *"));
	ck_assert(!accept_english("enx"));
	ck_assert(!accept_english("en;q=0"));
	ck_assert(accept_english("en"));
	ck_assert(accept_english("en-US,en;q=0.9,es;q=0.8"));
	ck_assert(accept_english("en, es"));
	ck_assert(accept_english("fr, en;q=0.1"));
}
END_TEST

START_TEST(content_type)
{
	ck_assert(content_type_is("application/json", "application/json"));
	ck_assert(content_type_is("Application/JSON ; charset=\"UTF-8\"", "application/json"));
	ck_assert(!content_type_is("application/json-patch", "application/json"));
	ck_assert(!content_type_is("application/json;charset=utf-16", "application/json"));
	ck_assert(!content_type_is(NULL, "application/json"));
	ck_assert(multipart_boundary_ok("multipart/form-data; boundary=abc"));
	ck_assert(multipart_boundary_ok("multipart/form-data; charset=utf-8; boundary=\"a'b+c\""));
	ck_assert(!multipart_boundary_ok("multipart/form-data; boundary=\"abc"));
	ck_assert(!multipart_boundary_ok("multipart/form-data; boundary="));
	ck_assert(!multipart_boundary_ok("multipart/form-data; x=boundary=a; boundary=b"));
	ck_assert(!multipart_boundary_ok("multipart/form-data"));
	ck_assert(!multipart_boundary_ok(
		"multipart/form-data; boundary=12345678901234567890123456789012345678901234567890123456789012345678901"));
}
END_TEST

START_TEST(range)
{
	static const struct {
		const char *range;
		int64_t total;
		enum rango_clase clase;
		int64_t offset, len;
	} rows[] = {
		{NULL, 10, RANGO_TODO, 0, 10},
		{"bytes=0-0", 10, RANGO_PARTE, 0, 1},
		{"bytes=0-99", 10, RANGO_PARTE, 0, 10},
		{"bytes=3-", 10, RANGO_PARTE, 3, 7},
		{"bytes=-4", 10, RANGO_PARTE, 6, 4},
		{"bytes=-99", 10, RANGO_PARTE, 0, 10},
		{"bytes=9-9", 10, RANGO_PARTE, 9, 1},
		{"bytes=10-", 10, RANGO_FUERA, 0, 10},
		{"bytes=-0", 10, RANGO_FUERA, 0, 10},
		{"bytes=0-", 0, RANGO_FUERA, 0, 0},
		{"bytes=-5", 0, RANGO_TODO, 0, 0},
		{"bytes=5-4", 10, RANGO_TODO, 0, 10},
		{"bytes=0-1,3-4", 10, RANGO_TODO, 0, 10},
		{"bytes=-", 10, RANGO_TODO, 0, 10},
		{"bytes=a-b", 10, RANGO_TODO, 0, 10},
		{"lines=0-1", 10, RANGO_TODO, 0, 10},
		{"bytes=99999999999999999999999999-", 10, RANGO_FUERA, 0, 10},
		{"bytes=0-99999999999999999999999999", 10, RANGO_PARTE, 0, 10},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		int64_t offset, len;
		ck_assert_msg(rango_parse(rows[i].range, rows[i].total, &offset, &len) == rows[i].clase, "%s", rows[i].range);
		if (rows[i].clase != RANGO_FUERA)
			ck_assert_msg(offset == rows[i].offset && len == rows[i].len, "%s", rows[i].range);
	}
}
END_TEST

static bool decodes(const char *in, bool plus, const char *out)
{
	char text[64];
	size_t n = strlen(in);
	memcpy(text, in, n + 1);
	bool ok = percent_decode(text, &n, plus);
	return out ? ok && strcmp(text, out) == 0 && n == strlen(out) : !ok;
}

START_TEST(percent)
{
	ck_assert(decodes("a%2fb+c", false, "a/b+c"));
	ck_assert(decodes("a+b%20c", true, "a b c"));
	ck_assert(decodes("%C3%B1\xC3\xB1", false, "\xC3\xB1\xC3\xB1"));
	static const char *const wrong[] = {"%", "%2", "%2g", "%00", "%C3", "%ED%A0%80", "%C0%80", "a b", "a\tb", "\x7f", "\xff"};
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
		ck_assert_msg(decodes(wrong[i], true, NULL), "%s", wrong[i]);
}
END_TEST

START_TEST(traceparent)
{
	char t[33] = "";
	ck_assert(traceparent_parse("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", t));
	ck_assert_str_eq(t, "4bf92f3577b34da6a3ce929d0e0e4736");
	ck_assert(traceparent_parse("01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-extra", t));
	static const char *const wrong[] = {"", "00", "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
		"00-00000000000000000000000000000000-00f067aa0ba902b7-01", "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
		"00-4BF92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-x",
		"00-4bf92f3577b34da6a3ce929d0e0e4736_00f067aa0ba902b7-01"};
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
		ck_assert_msg(!traceparent_parse(wrong[i], t), "%s", wrong[i]);
}
END_TEST

static enum status nothing(struct exchange *ex, void *worker)
{
	(void)ex;
	(void)worker;
	return STATUS_OK;
}

static const char *pattern_of(const struct enrutador *e, const char *const *seg, size_t n, const char **params)
{
	const struct recurso_ruta *r = enrutador_find(e, seg, n, params);
	return r ? r->patron : "-";
}

START_TEST(specificity)
{
	static const struct ruta rutas[] = {
		{.patron = "/{a}/{b}", .handler = nothing},
		{.patron = "/x/{b}", .handler = nothing},
		{.patron = "/{a}/y", .handler = nothing},
		{.patron = "/x/y", .handler = nothing},
		{.patron = "/", .handler = nothing},
		{.metodo = METODO_DELETE, .patron = "/x/y", .handler = nothing},
	};
	struct enrutador e;
	const char *params[RUTA_PARAMS_MAX];
	ck_assert(enrutador_init(&e, rutas, 6));
	ck_assert_str_eq(pattern_of(&e, (const char *const[]){"x", "y"}, 2, params), "/x/y");
	ck_assert_str_eq(pattern_of(&e, (const char *const[]){"x", "z"}, 2, params), "/x/{b}");
	ck_assert_str_eq(params[0], "z");
	ck_assert_str_eq(pattern_of(&e, (const char *const[]){"w", "y"}, 2, params), "/{a}/y");
	ck_assert_str_eq(pattern_of(&e, (const char *const[]){"w", "z"}, 2, params), "/{a}/{b}");
	ck_assert_str_eq(params[1], "z");
	ck_assert_str_eq(pattern_of(&e, (const char *const[]){"w", ""}, 2, params), "-");
	ck_assert_str_eq(pattern_of(&e, NULL, 0, params), "/");
	ck_assert_str_eq(pattern_of(&e, (const char *const[]){"x"}, 1, params), "-");
	enrutador_free(&e);
	static const struct ruta deep[] = {{.patron = "/{a}/{b}/{c}/{d}", .handler = nothing}};
	ck_assert(!enrutador_init(&e, deep, 1));
}
END_TEST

int main(void)
{
	Suite *s = suite_create("http/negociacion");
	TCase *t = tcase_create("negociacion");
	tcase_add_test(t, accept_header);
	tcase_add_test(t, language);
	tcase_add_test(t, content_type);
	tcase_add_test(t, range);
	tcase_add_test(t, percent);
	tcase_add_test(t, traceparent);
	tcase_add_test(t, specificity);
	suite_add_tcase(s, t);
	return correr(s);
}
