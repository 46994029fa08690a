#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/html.h"

START_TEST(escapa)
{
	BUF_AUTO b;
	buf_init(&b, 4096);
	html_text(&b, "<a href=\"x\" o='y'>&amp; ñ</a>");
	ck_assert_str_eq(buf_str(&b), "&lt;a href=&quot;x&quot; o=&#39;y&#39;&gt;&amp;amp; ñ&lt;/a&gt;");
	buf_reset(&b);
	html_textn(&b, "<<", 1);
	html_text(&b, "");
	ck_assert_str_eq(buf_str(&b), "&lt;");
}
END_TEST

START_TEST(xml)
{
	BUF_AUTO b;
	buf_init(&b, 4096);
	xml_text(&b, "\x01<a>\x1F\t\n\xEF\xBF\xBEñ\xEF\xBF\xBF\xEF\xBF\xBD'");
	ck_assert_str_eq(buf_str(&b), "&lt;a&gt;\t\nñ\xEF\xBF\xBD&#39;");
	buf_reset(&b);
	xml_text(&b, "");
	ck_assert_str_eq(buf_str(&b), "");
}
END_TEST

START_TEST(pagina)
{
	BUF_AUTO b;
	buf_init(&b, 16384);
	html_begin(&b, "Revisión <previa>");
	html_end(&b);
	const char *s = buf_str(&b);
	ck_assert(!b.failed);
	ck_assert_ptr_nonnull(strstr(s, "<html lang=es>"));
	ck_assert_ptr_nonnull(strstr(s, "<title>Revisión &lt;previa&gt;</title>"));
	ck_assert_ptr_nonnull(strstr(s, "<h1>Revisión &lt;previa&gt;</h1>"));
	ck_assert_ptr_null(strstr(s, "<script"));
	ck_assert_ptr_null(strstr(s, "http"));
}
END_TEST

/* The policy names the style that pages have: a browser leaves any other unread. */
START_TEST(estilo_permitido)
{
	char text[45], allowed[80];
	struct sha256 h;
	BUF_AUTO b;
	buf_init(&b, 16384);
	html_begin(&b, "x");
	const char *from = strstr(buf_str(&b), "<style>"), *to = strstr(buf_str(&b), "</style>");
	ck_assert(from && to);
	from += strlen("<style>");
	sha256_of(from, (size_t)(to - from), &h);
	base64_encode(h.b, SHA256_LEN, text, sizeof text);
	snprintf(allowed, sizeof allowed, "style-src 'sha256-%s';", text);
	ck_assert_msg(strstr(HTML_POLITICA, allowed), "HTML_POLITICA must say %s", allowed);
	ck_assert_ptr_null(strstr(HTML_POLITICA, "unsafe"));
}
END_TEST

/* The buffer's bound holds, and is told. */
START_TEST(limite)
{
	BUF_AUTO b;
	buf_init(&b, 10);
	html_text(&b, "<<<<");
	ck_assert(b.failed);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("html");
	TCase *t = tcase_create("html");
	tcase_add_test(t, escapa);
	tcase_add_test(t, xml);
	tcase_add_test(t, pagina);
	tcase_add_test(t, estilo_permitido);
	tcase_add_test(t, limite);
	suite_add_tcase(s, t);
	SRunner *r = srunner_create(s);
	srunner_run_all(r, CK_ENV);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
