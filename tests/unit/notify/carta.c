/* Mails from templates: every template can be filled, what is empty is left out, nothing of a value becomes markup or a second line of the subject. */
#include "notify/carta.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct carta_dato todos[] = {{"nombre", "Ana"}, {"organizacion", "Ayuntamiento"}, {"acto", "Presentar"},
	{"folio", "AII-2026-000001"}, {"denominacion", "Acuerdo"}, {"fecha", "1 de enero de 2026"}, {"vence", "2 de enero de 2026"},
	{"meses", "3"}, {"enlace", "https://x.example/v1"}, {"documento", "https://x.example/d"}, {"verificacion", "https://x.example/v"},
	{"mesa", "- uno\n- dos & tres"}, {"cuantos", "2 expedientes"}};
#define N (sizeof todos / sizeof *todos)

struct salida {
	struct buf asunto, texto, html;
};
static void salida_free(struct salida *s)
{
	buf_free(&s->asunto);
	buf_free(&s->texto);
	buf_free(&s->html);
}
#define SALIDA __attribute__((cleanup(salida_free))) struct salida

static bool escribir(const char *plantilla, const struct carta_dato *d, size_t n, const char *aviso, struct salida *s)
{
	buf_init(&s->asunto, 500);
	buf_init(&s->texto, 1u << 18);
	buf_init(&s->html, 1u << 18);
	return carta_write(plantilla, d, n, aviso, &s->asunto, &s->texto, &s->html);
}

START_TEST(todas_las_plantillas)
{
	const char *tipo;
	bool sellado;
	size_t i;
	for (i = 0; (tipo = carta_tipo_en(i, &sellado)); i++) {
		const char *clase = carta_de_evento(tipo), *p = clase ? carta_plantilla(clase) : NULL;
		SALIDA s;
		ck_assert_msg(p != NULL, "%s", tipo);
		ck_assert_msg(escribir(p, todos, N, NULL, &s), "%s", tipo);
		ck_assert(s.asunto.len > 10 && !strchr(buf_str(&s.asunto), '\n') && !strchr(buf_str(&s.texto), '{'));
		ck_assert(strstr(buf_str(&s.texto), "Ana:") && strstr(buf_str(&s.html), "<a href=\"https://x.example/v1\">"));
		ck_assert_msg(!sellado || strstr(buf_str(&s.texto), "https://x.example/d\n"), "%s", tipo);
	}
	ck_assert(i > 15 && !carta_de_evento("anotar") && !carta_plantilla("nada") && !carta_plantilla(""));
	SALIDA s;
	ck_assert(escribir(carta_plantilla("resumen"), todos, N, NULL, &s));
	ck_assert(strstr(buf_str(&s.html), "<li>dos &amp; tres</li>") && strstr(buf_str(&s.texto), "\n- uno\n- dos & tres\n"));
}
END_TEST

START_TEST(lo_vacio_se_omite)
{
	static const struct carta_dato d[] = {{"a", ""}, {"b", "sí"}, {"c", NULL}};
	SALIDA s;
	ck_assert(escribir("Asunto {b}\n\nCon {a}\n\nCon {b}\n\nCon {c}\n", d, 3, "Antes", &s));
	ck_assert_str_eq(buf_str(&s.asunto), "Asunto sí");
	ck_assert_str_eq(buf_str(&s.texto), "Antes\n\nCon sí\n");
	ck_assert(!strstr(buf_str(&s.html), "Con </p>"));
}
END_TEST

START_TEST(nada_se_cuela)
{
	static const struct carta_dato d[] = {{"a", "x\r\nBcc: y\n\nz {b} <b>&\"'"}, {"b", "secreto"}};
	SALIDA s;
	ck_assert(escribir("{a}\n\n{a}\n", d, 2, NULL, &s));
	ck_assert(!strpbrk(buf_str(&s.asunto), "\r\n") && !strstr(buf_str(&s.asunto), "secreto"));
	ck_assert(!strstr(buf_str(&s.html), "<b>") && strstr(buf_str(&s.html), "&lt;b&gt;&amp;&quot;&#39;"));
	SALIDA otra;
	ck_assert(!escribir("Asunto\n\n{desconocido}\n", d, 2, NULL, &otra));
	SALIDA mala;
	ck_assert(!escribir("{desconocido}\n\nx\n", d, 2, NULL, &mala));
	static const struct carta_dato url[] = {{"u", "https://x.example/\"><script>"}};
	SALIDA enlace;
	ck_assert(escribir("A\n\nVea {u} y más\n", url, 1, NULL, &enlace));
	ck_assert(strstr(buf_str(&enlace.html), "<a href=\"https://x.example/&quot;&gt;&lt;script&gt;\">") &&
		strstr(buf_str(&enlace.html), "</a> y más</p>"));
}
END_TEST

START_TEST(renglones)
{
	char larga[600], *p = larga;
	for (int i = 0; i < 60; i++)
		p += sprintf(p, "%s ", i % 7 ? (i % 2 ? "palabra" : "más") : "y");
	p[-1] = '\0';
	const struct carta_dato d[] = {{"a", larga}};
	SALIDA s;
	ck_assert(escribir("A\n\n{a}\n\nhttps://x.example/"
			   "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n",
		d, 1, NULL, &s));
	for (const char *q = buf_str(&s.texto); *q; q += strcspn(q, "\n") + 1)
		ck_assert(strcspn(q, "\n") <= 76 || strncmp(q, "https://", 8) == 0);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("notify/carta");
	TCase *t = tcase_create("carta");
	tcase_add_test(t, todas_las_plantillas);
	tcase_add_test(t, lo_vacio_se_omite);
	tcase_add_test(t, nada_se_cuela);
	tcase_add_test(t, renglones);
	suite_add_tcase(s, t);
	SRunner *r = srunner_create(s);
	srunner_run_all(r, CK_NORMAL);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
