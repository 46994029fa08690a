#include "emision/codigo.h"
#include "emision/letra.h"
#include "emision/qr.h"
#include "prueba_emision.h"

START_TEST(codigos)
{
	char x[CODIGO_LEN], y[CODIGO_LEN];
	for (int i = 0; i < 200; i++) {
		codigo_nuevo(x);
		ck_assert_uint_eq(strlen(x), CODIGO_LEN - 1);
		ck_assert_uint_eq(strspn(x, "0123456789ABCDEFGHJKMNPQRSTVWXYZ-"), CODIGO_LEN - 1);
		ck_assert(codigo_parse(x, y));
		ck_assert_str_eq(x, y);
	}
	codigo_nuevo(y);
	ck_assert_str_ne(x, y);
}
END_TEST

START_TEST(lo_que_se_teclea)
{
	static const char *const buenos[] = {
		"01234-56789-ABCDE-FGHJK", "0123456789abcdefghjk", " o i234-56789 abcde fghjk", "OL23456789ABCDEFGHJK"};
	static const char *const malos[] = {"", "0123456789ABCDEFGHJ", "0123456789ABCDEFGHJKM", "0123456789ABCDEFGHJU",
		"0123456789ABCDEFGHJ!", "0123456789ABCDEFGHJ\xc3\xb1", "-----"};
	char x[CODIGO_LEN];
	for (size_t i = 0; i < sizeof buenos / sizeof *buenos; i++) {
		ck_assert_msg(codigo_parse(buenos[i], x), "%s", buenos[i]);
		ck_assert_str_eq(x, "01234-56789-ABCDE-FGHJK");
	}
	for (size_t i = 0; i < sizeof malos / sizeof *malos; i++)
		ck_assert_msg(!codigo_parse(malos[i], x), "%s", malos[i]);
}
END_TEST

static const char *numero(int n)
{
	static char s[300];
	BUF_AUTO b;
	buf_init(&b, 300);
	letra_numero(&b, n);
	snprintf(s, sizeof s, "%s", buf_str(&b));
	return s;
}

START_TEST(numeros)
{
	static const struct {
		int n;
		const char *letra;
	} casos[] = {{0, "cero"}, {1, "uno"}, {16, "dieciséis"}, {21, "veintiuno"}, {30, "treinta"}, {31, "treinta y uno"}, {100, "cien"},
		{101, "ciento uno"}, {555, "quinientos cincuenta y cinco"}, {1000, "mil"}, {1999, "mil novecientos noventa y nueve"},
		{2026, "dos mil veintiséis"}, {2100, "dos mil cien"}, {21000, "veintiún mil"}, {31001, "treinta y un mil uno"},
		{100000, "cien mil"}, {999999, "novecientos noventa y nueve mil novecientos noventa y nueve"}};
	for (size_t i = 0; i < sizeof casos / sizeof *casos; i++)
		ck_assert_str_eq(numero(casos[i].n), casos[i].letra);
}
END_TEST

START_TEST(fechas)
{
	BUF_AUTO b;
	buf_init(&b, 400);
	letra_fecha(&b, dia_from_civil((struct civil){2026, 11, 26}));
	ck_assert_str_eq(buf_str(&b), "26 de noviembre de 2026");
	buf_reset(&b);
	letra_fecha(&b, dia_from_civil((struct civil){2027, 3, 1}));
	ck_assert_str_eq(buf_str(&b), "1.º de marzo de 2027");
	buf_reset(&b);
	letra_fecha_palabras(&b, dia_from_civil((struct civil){2027, 3, 1}));
	ck_assert_str_eq(buf_str(&b), "primero de marzo de dos mil veintisiete");
	buf_reset(&b);
	letra_fecha_palabras(&b, dia_from_civil((struct civil){2026, 1, 31}));
	ck_assert_str_eq(buf_str(&b), "treinta y uno de enero de dos mil veintiséis");
	buf_reset(&b);
	letra_fecha(&b, DIA_NINGUNO);
	letra_fecha_palabras(&b, DIA_NINGUNO);
	ck_assert_str_eq(buf_str(&b), "");
}
END_TEST

START_TEST(qr)
{
	char *largo = arena_alloc(a, 4001);
	BUF_AUTO b;
	buf_init(&b, 1u << 20);
	ck_assert(qr_svg("https://dictamen.example/v1/verificacion/01234-56789-ABCDE-FGHJK", "a \"<b>\" & c", &b));
	ck_assert_ptr_nonnull(strstr(buf_str(&b), "aria-label=\"a &quot;&lt;b&gt;&quot; &amp; c\""));
	memset(largo, 'x', 4000);
	ck_assert(!qr_svg(largo, "", &b));
	BUF_AUTO chico;
	buf_init(&chico, 100);
	ck_assert(!qr_svg("x", "", &chico));
}
END_TEST

int main(void)
{
	Suite *s = suite_create("codigo");
	TCase *t = tcase_create("codigo");
	tcase_add_checked_fixture(t, preparar, recoger);
	tcase_add_test(t, codigos);
	tcase_add_test(t, lo_que_se_teclea);
	tcase_add_test(t, numeros);
	tcase_add_test(t, fechas);
	tcase_add_test(t, qr);
	suite_add_tcase(s, t);
	return correr(s);
}
