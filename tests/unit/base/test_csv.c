#include "base/csv.h"

#include <check.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct fuente {
	const char *p;
	size_t n, trozo; /* bytes handed over at a time */
};

static ssize_t from_text(void *ctx, void *p, size_t n)
{
	struct fuente *f = ctx;
	n = n < f->n ? n : f->n;
	n = f->trozo && n > f->trozo ? f->trozo : n;
	memcpy(p, f->p, n);
	f->p += n;
	f->n -= n;
	return (ssize_t)n;
}

static void open_text(struct csv_lector *c, struct fuente *f, const char *s, size_t n, size_t trozo)
{
	*f = (struct fuente){.p = s, .n = n, .trozo = trozo};
	ck_assert(csv_init(c));
	c->leer = from_text;
	c->ctx = f;
}

/* Everything of a text in one line: cells in brackets, faults as !kind@line:column. */
static void expect(const char *s, size_t n, enum csv_codificacion cod, const char *want)
{
	for (size_t trozo = 0; trozo < 3; trozo++) {
		struct csv_lector c;
		struct fuente f;
		char got[2000] = "";
		size_t k = 0;
		enum csv_paso p;
		open_text(&c, &f, s, n, trozo);
		c.codificacion = cod;
		while ((p = csv_next(&c)) == CSV_FILA || p == CSV_FALTA) {
			for (size_t i = 0; p == CSV_FILA && i < c.n; i++)
				k += (size_t)snprintf(got + k, sizeof got - k, "[%s]", c.celda[i].texto);
			if (p == CSV_FALTA)
				k += (size_t)snprintf(got + k, sizeof got - k, "!%d@%d:%d", (int)c.falta, (int)c.linea, c.columna);
			k += (size_t)snprintf(got + k, sizeof got - k, "|");
		}
		ck_assert_int_eq(p, CSV_FIN);
		ck_assert_str_eq(got, want);
		csv_free(&c);
	}
}
#define EXPECT(s, want) expect(s, sizeof(s) - 1, CSV_UTF8, want)

START_TEST(well_formed)
{
	EXPECT("", "");
	EXPECT("\n\r\n\n", "");
	EXPECT("a,b,c\n", "[a][b][c]|");
	EXPECT("a,,\r\n,\"\",x", "[a][][]|[][][x]|");
	EXPECT("\"a,\"\"b\"\"\nc\",d\n", "[a,\"b\"\nc][d]|");
	EXPECT("a\rb\r\nc\n", "[a]|[b]|[c]|");
	EXPECT("\xef\xbb\xbf"
	       "año,日本\n",
		"[año][日本]|");
	EXPECT("\"\xef\xbb\xbf\"\n", "[\xef\xbb\xbf]|");
}
END_TEST

START_TEST(faults_have_a_place)
{
	EXPECT("a,b\"c\nd\n", "!4@1:4|[d]|");
	EXPECT("a\nb,\"c\"d\ne\n", "[a]|!4@2:6|[e]|");
	EXPECT("a\nñ,\"c\nd", "[a]|!5@2:3|");
	EXPECT("a\nñ,\xf1o\nb\n", "[a]|!1@2:3|[b]|");
	EXPECT("\xc3", "!1@1:1|");
	EXPECT("\xed\xa0\x80,x\ny", "!1@1:1|[y]|");
	EXPECT("\xff\xfe"
	       "a\0b\0",
		"!2@1:1|");
	EXPECT("a,b\0c\nd", "!3@1:4|[d]|");
}
END_TEST

START_TEST(latin1)
{
	static const char s[] = "a\xf1o,\xc1lamos\n\x93,x\n";
	expect(s, sizeof s - 1, CSV_LATIN1, "[año][Álamos]|!1@2:1|");
	/* A BOM says what it is, whatever was asked. */
	static const char bom[] = "\xef\xbb\xbf\xc3\xb1\n";
	expect(bom, sizeof bom - 1, CSV_LATIN1, "[ñ]|");
}
END_TEST

START_TEST(places_of_cells)
{
	static const char s[] = "ñ,\"b\nc\",d\nx,y\n";
	struct csv_lector c;
	struct fuente f;
	open_text(&c, &f, s, sizeof s - 1, 0);
	ck_assert_int_eq(csv_next(&c), CSV_FILA);
	ck_assert(c.celda[1].linea == 1 && c.celda[1].columna == 3);
	ck_assert(c.celda[2].linea == 2 && c.celda[2].columna == 4);
	ck_assert_int_eq(csv_next(&c), CSV_FILA);
	ck_assert(c.linea == 3 && c.celda[1].columna == 3);
	csv_free(&c);
}
END_TEST

/* A source of one line without end. */
static ssize_t endless(void *ctx, void *p, size_t n)
{
	int64_t *quedan = ctx;
	n = (int64_t)n < *quedan ? n : (size_t)*quedan;
	memset(p, 'x', n);
	*quedan -= (int64_t)n;
	return (ssize_t)n;
}

START_TEST(memory_is_bounded)
{
	struct csv_lector c;
	int64_t bytes = INT64_C(1) << 27;
	ck_assert(csv_init(&c));
	c.leer = endless;
	c.ctx = &bytes;
	ck_assert_int_eq(csv_next(&c), CSV_FALTA);
	ck_assert_int_eq(c.falta, CSV_FALTA_CAMPO_LARGO);
	ck_assert_uint_le(c.registro.cap, 2 * (CSV_REGISTRO_MAX + CSV_CAMPO_MAX));
	ck_assert_int_eq(csv_next(&c), CSV_FIN);
	ck_assert_int_eq(bytes, 0);
	csv_free(&c);
}
END_TEST

START_TEST(too_many_columns)
{
	char s[200];
	memset(s, ',', sizeof s);
	expect(s, sizeof s, CSV_UTF8, "!8@1:65|");
}
END_TEST

static ssize_t broken(void *ctx, void *p, size_t n)
{
	(void)ctx;
	(void)p;
	(void)n;
	errno = EIO;
	return -1;
}

START_TEST(reading_fails)
{
	struct csv_lector c;
	ck_assert(csv_init(&c));
	c.leer = broken;
	ck_assert_int_eq(csv_next(&c), CSV_ERROR);
	csv_free(&c);
}
END_TEST

/* Whatever a cell holds, it comes back, and no spreadsheet takes it for a formula. */
START_TEST(cells_come_back)
{
	static const char *const texts[] = {"", "a", "=1+1", "+52", "-3", "@x", "\tx", "\rx", "'", "'a", "'=a", "''", "a=b", "a,b", "a\"b",
		"\"", "ñ\n-x", " x", "=HYPERLINK(\"http://x\",\"y\")"};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		BUF_AUTO b;
		buf_init(&b, 1000);
		csv_write_cell(&b, texts[i]);
		const char *visto = buf_str(&b) + (*buf_str(&b) == '"');
		ck_assert_msg(!*visto || !strchr("=+-@\t\r", *visto), "%s", buf_str(&b));
		buf_puts(&b, ",fin\n");
		struct csv_lector c;
		struct fuente f;
		open_text(&c, &f, b.data, b.len, 0);
		ck_assert_int_eq(csv_next(&c), CSV_FILA);
		ck_assert_str_eq(csv_disarm(c.celda[0].texto), texts[i]);
		csv_free(&c);
	}
}
END_TEST

START_TEST(every_fault_has_words)
{
	for (int i = CSV_FALTA_NINGUNA + 1; i <= CSV_FALTA_COLUMNAS; i++)
		ck_assert_uint_gt(strlen(csv_falta_texto((enum csv_falta)i)), 20);
	ck_assert_str_eq(csv_falta_texto(CSV_FALTA_NINGUNA), "");
}
END_TEST

int main(void)
{
	Suite *s = suite_create("csv");
	TCase *t = tcase_create("todo");
	tcase_set_timeout(t, 120); /* a line of 128 MiB under the sanitizers, on a machine that does other things too */
	tcase_add_test(t, well_formed);
	tcase_add_test(t, faults_have_a_place);
	tcase_add_test(t, latin1);
	tcase_add_test(t, places_of_cells);
	tcase_add_test(t, memory_is_bounded);
	tcase_add_test(t, too_many_columns);
	tcase_add_test(t, reading_fails);
	tcase_add_test(t, cells_come_back);
	tcase_add_test(t, every_fault_has_words);
	suite_add_tcase(s, t);
	SRunner *r = srunner_create(s);
	srunner_run_all(r, CK_NORMAL);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
