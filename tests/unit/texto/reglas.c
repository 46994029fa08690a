/* The rules that the program carries, what a rules' file may hold, and how a text is searched. */
#include "texto/reglas.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define TEXTO_MAX ((size_t)4 * 1024 * 1024)

static struct arena *a;
static struct reglas *r;
static struct buf faltas;

static void setup(void)
{
	a = arena_create(64 * 1024 * 1024);
	buf_init(&faltas, 64 * 1024);
}

static void teardown(void)
{
	reglas_free(r);
	r = NULL;
	buf_free(&faltas);
	arena_destroy(a);
}

static enum status load(const char *ini)
{
	reglas_free(r);
	buf_reset(&faltas);
	return reglas_load(ini, strlen(ini), "prueba.ini", &r, &faltas);
}

static void load_default(void)
{
	FILE *f = fopen(DICTAMEN_FUENTES "/config/revision.ini", "re");
	ck_assert_ptr_nonnull(f);
	char *text = arena_alloc(a, TEXTO_MAX);
	size_t n = fread(text, 1, TEXTO_MAX - 1, f);
	fclose(f);
	ck_assert_msg(reglas_load(text, n, "revision.ini", &r, &faltas) == STATUS_OK, "%s", buf_str(&faltas));
}

/* A text of paragraphs given one by one, NULL at the end. */
static struct escrito text_of(const char *const *p)
{
	struct escrito e = {.parrafos = ARENA_ARRAY(a, 100, struct parrafo)};
	for (; p[e.n]; e.n++)
		e.parrafos[e.n] = (struct parrafo){.texto = p[e.n], .pagina = (int)e.n + 1, .confianza = 100};
	return e;
}
#define TEXT(...) text_of((const char *const[]){__VA_ARGS__, NULL})

static struct revision_texto review(enum regla_ambito ambito, const struct escrito *e)
{
	struct revision_texto out;
	ck_assert_int_eq(reglas_review(r, ambito, e, a, &out), STATUS_OK);
	return out;
}

#define REGLA(id, clase, resto) \
	"[" id "]\ntitulo = T\nambito = proyecto\nclase = " clase "\nseveridad = alta\nporque = P\nremedio = R\n" \
	"dispara = uno\ncalla = dos\n" resto "\n"

/* ---- the rules of the house ---- */

START_TEST(default_rules_behave)
{
	load_default();
	ck_assert_uint_ge(reglas_count(r), 37);
	ck_assert_msg(reglas_self_test(r, &faltas), "%s", buf_str(&faltas));
	ck_assert_ptr_nonnull(regla_find(r, "controversias_otras"));
	ck_assert_str_eq(regla_find(r, "controversias_otras")->fuente, "LCT, arts. 8 y 9");
	ck_assert_ptr_null(regla_find(r, "no_hay"));
	ck_assert_ptr_null(regla_at(r, reglas_count(r)));
}
END_TEST

START_TEST(self_test_can_fail)
{
	ck_assert_int_eq(load(REGLA("x", "no_debe", "patron = nunca")), STATUS_OK);
	ck_assert(!reglas_self_test(r, &faltas));
	ck_assert_ptr_nonnull(strstr(buf_str(&faltas), "[x] dispara"));
	ck_assert_int_eq(load(REGLA("x", "no_debe", "patron = uno|dos")), STATUS_OK);
	ck_assert(!reglas_self_test(r, &faltas));
	ck_assert_ptr_nonnull(strstr(buf_str(&faltas), "[x] calla"));
}
END_TEST

/* ---- what is refused ---- */

static const struct {
	const char *ini, *falta;
} malas[] = {
	{"", "no tiene ninguna regla"},
	{"titulo = x\n", "fuera de toda sección"},
	{"[x]\ntitulo = T\n", "[x] ambito: «» no es uno de: proyecto, solicitud"},
	{REGLA("x", "quizas", "patron = uno"), "[x] clase: «quizas» no es uno de"},
	{REGLA("x", "debe", "patron = (uno"), "[x] patron: «(uno» (carácter"},
	{REGLA("x", "debe", "patron = Uno"), "minúsculas"},
	{REGLA("x", "debe", "patron = año"), "sin acentos"},
	{REGLA("x", "debe", "patron = u*"), "coincide con cualquier texto"},
	{REGLA("x", "debe", "patron = {mes}"), "no existe la lista {mes}"},
	{REGLA("x", "debe", ""), "exactamente uno de"},
	{REGLA("x", "debe", "patron = uno\ncomprobacion = sin_espanol"), "exactamente uno de"},
	{REGLA("x", "debe", "patron = uno\nlugar = medio"), "[x] lugar: «medio»"},
	{REGLA("x", "debe", "patron = uno\nnada = 1"), "[x] nada: no es una clave"},
	{REGLA("x", "debe", "patron = uno") REGLA("y", "debe", "patron = uno") REGLA("x", "debe", "patron = uno"),
		"[x] sección: aparece dos veces"},
	{REGLA("Ñandú", "debe", "patron = uno"), "el nombre solo lleva"},
	{"[x]\ntitulo = T\nambito = proyecto\nclase = debe\nseveridad = alta\npatron = uno\nremedio = R\n", "[x] porque: falta"},
	{"[x]\ntitulo = T\nambito = proyecto\nclase = debe\nseveridad = alta\npatron = uno\nporque = P\nremedio = R\n",
		"faltan los textos de prueba"},
	{REGLA("x", "debe", "patron = uno ; dos"), "se tomaría por comentario"},
	{REGLA("x", "debe", "patron = uno\nesto no es nada"), "mal escrito"},
	{REGLA("x", "debe",
		 "patron = "
		 "uno_________________________________________________________________________________________________________________"
		 "____________________________________________________________________________________________________"),
		"tiene más de 197 bytes"},
	{"[listas]\na = x\nb = y\na = z\n", "[listas] a: aparece dos veces"},
	{"[listas]\nA1 = x\n", "[listas] A1: el nombre de una lista"},
	{"[x]\ntitulo = \xff\n", "UTF-8"},
};

START_TEST(bad_file)
{
	ck_assert_int_eq(load(malas[_i].ini), STATUS_INVALID);
	ck_assert_ptr_null(r);
	ck_assert_msg(strstr(buf_str(&faltas), malas[_i].falta), "«%s» no dice «%s»", buf_str(&faltas), malas[_i].falta);
	ck_assert_int_eq(strncmp(buf_str(&faltas), "prueba.ini ", 11), 0);
}
END_TEST

START_TEST(every_fault_at_once)
{
	ck_assert_int_eq(load(REGLA("x", "debe", "patron = (uno") REGLA("y", "no", "patron = dos")), STATUS_INVALID);
	ck_assert_ptr_nonnull(strstr(buf_str(&faltas), "[x] patron"));
	ck_assert_ptr_nonnull(strstr(buf_str(&faltas), "[y] clase"));
}
END_TEST

/* ---- searching ---- */

START_TEST(folding_and_passage)
{
	ck_assert_int_eq(load(REGLA("x", "no_debe", "patron = \"anos\" - articulo")), STATUS_OK);
	struct escrito e = TEXT("nada",
		"Durante tres «AÑOS» – Artículo ﬁnal, según se convino entre todos los que aquí firman, uno por uno y sin prisa alguna.");
	struct revision_texto out = review(REGLA_PROYECTO, &e);
	ck_assert_uint_eq(out.n, 1);
	ck_assert_uint_eq(out.observaciones[0].parrafo, 1);
	ck_assert_int_eq(out.observaciones[0].pagina, 2);
	ck_assert_str_eq(out.observaciones[0].pasaje,
		"Durante tres «AÑOS» – Artículo ﬁnal, según se convino entre todos los que aquí firman, uno por …");
}
END_TEST

START_TEST(absence_and_place)
{
	ck_assert_int_eq(load(REGLA("x", "debe", "patron = vigencia\nlugar = final")), STATUS_OK);
	const char *v[40];
	for (size_t i = 0; i < 39; i++)
		v[i] = i == 2 ? "Vigencia" : "otra cosa";
	v[39] = NULL;
	struct escrito e = text_of(v);
	struct revision_texto out = review(REGLA_PROYECTO, &e);
	ck_assert_uint_eq(out.n, 1);
	ck_assert_int_eq(out.observaciones[0].tipo, OBSERVACION_FALTA);
	ck_assert_uint_eq(out.observaciones[0].parrafo, PARRAFO_NINGUNO);
	v[38] = "La vigencia";
	e = text_of(v);
	out = review(REGLA_PROYECTO, &e);
	ck_assert_uint_eq(out.n, 0);
	ck_assert_uint_eq(out.n_cumplidas, 1);
	ck_assert_uint_eq(out.cumplidas[0].parrafo, 38);
}
END_TEST

/* The end is that of the agreement, not of its annexes. */
START_TEST(end_before_annexes)
{
	const char *v[61];
	ck_assert_int_eq(load(REGLA("x", "debe", "patron = firmado\nlugar = final")), STATUS_OK);
	for (size_t i = 0; i < 60; i++)
		v[i] = i == 30 ? "Firmado" : i == 32 ? "ANEXO 1" : "otra cosa";
	v[60] = NULL;
	struct escrito e = text_of(v);
	struct revision_texto out = review(REGLA_PROYECTO, &e);
	ck_assert_uint_eq(out.n_cumplidas, 1);
	ck_assert_uint_eq(out.cumplidas[0].parrafo, 30);
	v[32] = "otra cosa";
	e = text_of(v);
	out = review(REGLA_PROYECTO, &e);
	ck_assert_uint_eq(out.n_cumplidas, 0);
}
END_TEST

START_TEST(headings)
{
	static const char *const si[] = {"OBJETO", "PRIMERA.- OBJETO", "CLÁUSULA DÉCIMA PRIMERA. Objeto", "Artículo IV. Objeto",
		"3. Objeto: impulsar", "IV.- Objeto.", "a) Objeto", "Cláusula 2 – Objeto", "“Objeto”", "CLÁUSULA PRIMERA.- DEL OBJETO."};
	static const char *const no[] = {"El objeto es", "Objeto volador", "Mi objeto", "Sin objeto."};
	ck_assert_int_eq(load(REGLA("x", "no_debe", "encabezado = objeto")), STATUS_OK);
	for (size_t i = 0; i < sizeof si / sizeof *si; i++) {
		struct escrito e = TEXT(si[i]);
		ck_assert_msg(review(REGLA_PROYECTO, &e).n == 1, "%s", si[i]);
	}
	for (size_t i = 0; i < sizeof no / sizeof *no; i++) {
		struct escrito e = TEXT(no[i]);
		ck_assert_msg(review(REGLA_PROYECTO, &e).n == 0, "%s", no[i]);
	}
}
END_TEST

START_TEST(exceptions_and_conditions)
{
	ck_assert_int_eq(load(REGLA("x", "no_debe", "patron = china\nsalvo = popular china\nsi = acuerdo")), STATUS_OK);
	struct escrito e = TEXT("Acuerdo", "La República Popular China y otra vez China.", "Con China.", "Popular China");
	struct revision_texto out = review(REGLA_PROYECTO, &e);
	ck_assert_uint_eq(out.n, 2);
	ck_assert_uint_eq(out.observaciones[0].parrafo, 1);
	ck_assert_uint_eq(out.observaciones[1].parrafo, 2);
	ck_assert_uint_eq(out.observaciones[0].veces, 2);
	e = TEXT("Carta", "Con China.");
	ck_assert_uint_eq(review(REGLA_PROYECTO, &e).n, 0);
}
END_TEST

START_TEST(many_finds_are_counted)
{
	ck_assert_int_eq(load(REGLA("x", "no_debe", "patron = uno")), STATUS_OK);
	struct escrito e = TEXT("uno uno", "uno", "uno", "uno", "uno", "uno", "uno");
	struct revision_texto out = review(REGLA_PROYECTO, &e);
	ck_assert_uint_eq(out.n, OBSERVACIONES_POR_REGLA);
	ck_assert_uint_eq(out.observaciones[4].veces, 7);
	ck_assert_uint_eq(out.observaciones[4].parrafo, 4);
}
END_TEST

/* The lines of a letter are not its paragraphs. */
START_TEST(letters_run_over_lines)
{
	ck_assert_int_eq(
		load("[x]\ntitulo = T\nambito = solicitud\nclase = debe\nseveridad = alta\nporque = P\nremedio = R\ndispara = uno\n"
		     "calla = dos\npatron = coordinacion politica\n"),
		STATUS_OK);
	struct escrito e = TEXT("Dirección General de Coordinación", "Política");
	ck_assert_uint_eq(review(REGLA_SOLICITUD, &e).n, 0);
	ck_assert_uint_eq(review(REGLA_PROYECTO, &e).n, 0); /* not its scope */
}
END_TEST

START_TEST(no_spanish)
{
	load_default();
	struct escrito e = TEXT("The parties shall cooperate in the fields of culture and of tourism, and each of them shall bear its own "
				"costs, as the law of the land requires.");
	struct revision_texto out = review(REGLA_PROYECTO, &e);
	ck_assert(out.sin_espanol);
	ck_assert_uint_eq(out.n, 1); /* the clauses were not looked for */
	ck_assert_str_eq(out.observaciones[0].regla->id, "sin_espanol");
	e = TEXT("John Smith");
	out = review(REGLA_PROYECTO, &e);
	ck_assert(!out.sin_espanol);
}
END_TEST

/* ---- bounds ---- */

START_TEST(runaway_is_not_judged)
{
	ck_assert_int_eq(load(REGLA("x", "no_debe", "patron = (a+)+[bc]") REGLA("y", "debe", "patron = (a+)+[bc]")
					 REGLA("z", "no_debe", "patron = uno\nsi = (a+)+[bc]")),
		STATUS_OK);
	char *largo = arena_alloc(a, 40001);
	memset(largo, 'a', 40000);
	struct escrito e = TEXT(largo);
	struct revision_texto out = review(REGLA_PROYECTO, &e);
	ck_assert_uint_eq(out.n, 3);
	for (size_t i = 0; i < 3; i++)
		ck_assert_int_eq(out.observaciones[i].tipo, OBSERVACION_NO_JUZGADA);
}
END_TEST

/* The worst that a text of the greatest size does to the rules of the house: words that begin every pattern, over and over. */
START_TEST(hostile_text_is_bounded)
{
	static const char *const palabras[] = {"controversia ", "se regira por leyes ", "China ", "firmado en ", "gobierno federal ",
		"propiedad intelectual ", "personal ", "_____ ", "DECLARACIONES ", "a", "([{<"};
	load_default();
	for (size_t w = 0; w < sizeof palabras / sizeof *palabras; w++) {
		char *s = arena_alloc(a, REVISION_BYTES_MAX);
		size_t n = strlen(palabras[w]), len = 0;
		for (; len + n < REVISION_BYTES_MAX - 4; len += n)
			memcpy(s + len, palabras[w], n);
		struct escrito e = TEXT(s);
		(void)review(REGLA_PROYECTO, &e); /* it ends: what backtracks without bound would not, before the test is killed */
	}
}
END_TEST

START_TEST(long_text_is_cut)
{
	ck_assert_int_eq(load(REGLA("x", "no_debe", "patron = final")), STATUS_OK);
	char *s = arena_alloc(a, 300001);
	memset(s, 'x', 300000);
	struct escrito e = TEXT(s, s, "final");
	struct revision_texto out = review(REGLA_PROYECTO, &e);
	ck_assert_uint_eq(out.parrafos_vistos, 1);
	ck_assert_uint_eq(out.n, 0);
}
END_TEST

START_TEST(odd_bytes)
{
	load_default();
	struct escrito e = TEXT("\xff\xfe\xc3", "\xef\xb7\xba\xef\xb7\xba", "\xe2\x80\xae", "é\xcc\x81");
	struct revision_texto out = review(REGLA_PROYECTO, &e);
	ck_assert_uint_gt(out.n, 0);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("texto/reglas");
	TCase *tc = tcase_create("reglas");
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_set_timeout(tc, 280);
	tcase_add_test(tc, default_rules_behave);
	tcase_add_test(tc, self_test_can_fail);
	tcase_add_loop_test(tc, bad_file, 0, (int)(sizeof malas / sizeof *malas));
	tcase_add_test(tc, every_fault_at_once);
	tcase_add_test(tc, folding_and_passage);
	tcase_add_test(tc, absence_and_place);
	tcase_add_test(tc, end_before_annexes);
	tcase_add_test(tc, headings);
	tcase_add_test(tc, exceptions_and_conditions);
	tcase_add_test(tc, many_finds_are_counted);
	tcase_add_test(tc, letters_run_over_lines);
	tcase_add_test(tc, no_spanish);
	tcase_add_test(tc, runaway_is_not_judged);
	tcase_add_test(tc, hostile_text_is_bounded);
	tcase_add_test(tc, long_text_is_cut);
	tcase_add_test(tc, odd_bytes);
	suite_add_tcase(s, tc);
	SRunner *sr = srunner_create(s);
	srunner_run_all(sr, CK_ENV);
	int failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
