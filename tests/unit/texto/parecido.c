/* How much two texts share: bounds, symmetry, and what counts as the same. */
#include "texto/parecido.h"

#include "base/buf.h"
#include "escritos.h"

static struct arena *a;
static struct error err;

static void preparar(void)
{
	a = arena_create((size_t)256 << 20);
	error_init(&err, a);
}

static void soltar(void)
{
	arena_destroy(a);
}

static struct parecido medir(const char *uno, const char *otro)
{
	const struct escrito x = escrito_de(uno, a), y = escrito_de(otro, a);
	struct semblanza s, t;
	ck_assert_int_eq(semblanza_make(&x, a, &s, &err), STATUS_OK);
	ck_assert_int_eq(semblanza_make(&y, a, &t, &err), STATUS_OK);
	const struct parecido p = parecido_medir(&s, &t), q = parecido_medir(&t, &s);
	ck_assert_int_eq(p.semejanza, q.semejanza);
	ck_assert_int_eq(p.contencion, q.contencion);
	ck_assert_int_ge(p.contencion, p.semejanza);
	ck_assert_int_le(p.contencion, 100);
	return p;
}

START_TEST(tabla)
{
	static const struct {
		const char *x, *y;
		int semejanza, contencion;
	} filas[] = {
		{"uno dos tres cuatro cinco seis", "uno dos tres cuatro cinco seis", 100, 100},
		{"UNO  dos\ntres cuatro", "uno dos tres\nCuatro", 100, 100}, /* what normalisation takes away does not count */
		{"a) uno dos tres cuatro cinco", "1. uno dos tres cuatro cinco", 100, 100},
		{"el año uno dos tres", "el ano uno dos tres", 0, 0}, /* ñ is no n */
		{"uno dos tres cuatro cinco", "seis siete ocho nueve diez", 0, 0},
		{"a b c d e f g h i j", "a b c d e f g h i j k l m n", 60, 100}, /* all of the first, among more */
		{"", "uno", 0, 0},
		{"", "", 0, 0},
		{"uno", "uno", 100, 100},
		{"x x x x x x x x x x x", "x x x x x x", 100, 100},
	};
	for (size_t i = 0; i < sizeof filas / sizeof *filas; i++) {
		const struct parecido p = medir(filas[i].x, filas[i].y);
		ck_assert_msg(p.semejanza == filas[i].semejanza && p.contencion == filas[i].contencion, "%zu: %d %d", i, p.semejanza,
			p.contencion);
	}
}
END_TEST

/* Changing one word of many lowers it a little, never to nothing; the more words change, the less remains. */
START_TEST(gradual)
{
	BUF_AUTO x;
	buf_init(&x, 65536);
	for (int i = 0; i < 300; i++)
		buf_printf(&x, "palabra%d ", i);
	int antes = 101;
	for (int cada = 300; cada >= 5; cada /= 2) {
		BUF_AUTO y;
		buf_init(&y, 65536);
		for (int i = 0; i < 300; i++)
			buf_printf(&y, i % cada == cada / 2 ? "otra%d " : "palabra%d ", i);
		const int s = medir(buf_str(&x), buf_str(&y)).semejanza;
		ck_assert_int_lt(s, antes);
		antes = s;
	}
	ck_assert_int_lt(antes, 30);
}
END_TEST

START_TEST(malo)
{
	struct parrafo p = {.texto = "\xC3"};
	const struct escrito e = {&p, 1};
	struct semblanza s;
	BUF_AUTO b;
	ck_assert_int_eq(semblanza_make(&e, a, &s, &err), STATUS_INTERNAL);
	buf_init(&b, 8u << 20);
	for (int i = 0; b.len < (5u << 20); i++)
		buf_printf(&b, "palabra%d %c", i, i % 20 ? ' ' : '\n');
	const struct escrito larga = escrito_de(buf_str(&b), a);
	struct error e2;
	error_init(&e2, a);
	ck_assert_int_eq(semblanza_make(&larga, a, &s, &e2), STATUS_OK);
	ck_assert_uint_le(s.n, (2u << 20) / 8);
	ARENA_AUTO *poca = arena_create(64);
	ck_assert_int_eq(semblanza_make(&larga, poca, &s, &e2), STATUS_UNAVAILABLE);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("parecido");
	TCase *t = tcase_create("parecido");
	tcase_add_checked_fixture(t, preparar, soltar);
	tcase_set_timeout(t, 60);
	tcase_add_test(t, tabla);
	tcase_add_test(t, gradual);
	tcase_add_test(t, malo);
	suite_add_tcase(s, t);
	SRunner *r = srunner_create(s);
	srunner_run_all(r, CK_NORMAL);
	const int fallos = srunner_ntests_failed(r);
	srunner_free(r);
	return fallos ? EXIT_FAILURE : EXIT_SUCCESS;
}
