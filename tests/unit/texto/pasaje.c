/* A quoted passage and where it stands: exact, hasty, misread. */
#include "texto/pasaje.h"

#include "base/buf.h"
#include "base/fecha.h"
#include "escritos.h"

static struct arena *a;
static struct error err;

static void preparar(void)
{
	a = arena_create((size_t)512 << 20);
	error_init(&err, a);
}

static void soltar(void)
{
	arena_destroy(a);
}

static struct clausulado partir(const char *lineas)
{
	struct clausulado c;
	const struct escrito e = escrito_de(lineas, a);
	ck_assert_int_eq(clausulado_make(&e, a, &c, &err), STATUS_OK);
	return c;
}

static struct pasaje buscar(const struct clausulado *c, const char *cita, int preferida)
{
	struct pasaje p;
	ck_assert_int_eq(pasaje_buscar(c, cita, preferida, a, &p, &err), STATUS_OK);
	return p;
}

#define TEXTO \
	"CONVENIO DE COOPERACIÓN\n" \
	"PRIMERA. Objeto\nEl presente Convenio tiene por objeto la cooperación entre las Partes.\n" \
	"SEGUNDA. Vigencia\nTendrá una vigencia de 2 años, prorrogables por períodos iguales.\nLas Partes podrán «darlo por terminado» " \
	"en todo momento.\n" \
	"TERCERA. Controversias\nLas Partes resolverán de manera amistosa cualquier diferencia."

static const struct caso {
	const char *cita;
	int preferida, puntos_min, puntos_max, clausula;
	size_t desde;
	const char *texto;
	int veces;
	bool cifras;
} casos[] = {
	{"tiene por objeto la cooperación", -1, 100, 100, 1, 28, "tiene por objeto la cooperación", 1, true},
	{"  Tiene por\n objeto   la COOPERACIÓN ", -1, 100, 100, 1, 28, "tiene por objeto la cooperación", 1, true},
	{"\"darlo por terminado\"", -1, 100, 100, 2, 94, "darlo por terminado", 1, true},
	{"«Las Partes»", -1, 100, 100, 1, 66, "las Partes", 3, true},
	{"las Partes", 2, 100, 100, 2, 75, "Las Partes", 3, true},
	{"las Partes", 3, 100, 100, 3, 14, "Las Partes", 3, true},
	{"las Partes", 0, 100, 100, 1, 66, "las Partes", 3, true}, /* not in the preferred part: the first one */
	/* across two paragraphs of a clause */
	{"por períodos iguales. Las Partes podrán", -1, 100, 100, 2, 53, "por períodos iguales.\nLas Partes podrán", 1, true},
	/* hasty and misread */
	{"resolveran de manera amistosa cualquier diferencia", -1, 95, 99, 3, 25, "resolverán de manera amistosa cualquier diferencia", 0,
		true},
	{"Ias Partes reso1verán de rnanera arnistosa cua1quier díferencia", -1, 80, 95, 3, 14,
		"Las Partes resolverán de manera amistosa cualquier diferencia", 0, false},
	{"tendrá una vigencia de 3 años", -1, 90, 99, 2, 9, "Tendrá una vigencia de 2 años", 0, false},
	{"tiene porobjeto la coope ración entre", -1, 90, 99, 1, 28, "tiene por objeto la cooperación entre", 0, true},
	/* only whole words are exact */
	{"objet", -1, 70, 99, 1, 0, "Objeto", 0, true},
	/* the number belongs to the passage in the reader's eyes */
	{"TERCERA. Controversias", -1, 90, 100, 3, 0, "Controversias", 0, true},
	/* not there */
	{"propiedad intelectual y transferencia tecnológica", -1, 0, 55, -2, 0, NULL, 0, false},
	{"", -1, 0, 0, -1, 0, NULL, 0, false},
	{"«…»", -1, 0, 0, -1, 0, NULL, 0, false},
	{"漢字", -1, 0, 0, -1, 0, NULL, 0, false},
};

START_TEST(tabla)
{
	const struct caso *k = &casos[_i];
	const struct clausulado c = partir(TEXTO);
	const struct pasaje p = buscar(&c, k->cita, k->preferida);
	ck_assert_int_ge(p.puntos, k->puntos_min);
	ck_assert_int_le(p.puntos, k->puntos_max);
	if (k->clausula == -2)
		return;
	ck_assert_int_eq(p.clausula, k->clausula);
	if (k->clausula < 0)
		return;
	ck_assert_str_eq(p.texto, k->texto);
	ck_assert_uint_eq(p.desde, k->desde);
	if (p.puntos == 100)
		ck_assert_int_eq(p.veces, k->veces ? k->veces : 1);
	else
		ck_assert_int_eq(p.veces, 0);
	ck_assert_int_eq(p.cifras_iguales, k->cifras);
}
END_TEST

START_TEST(parrafo)
{
	const struct clausulado c = partir(TEXTO);
	ck_assert_uint_eq(buscar(&c, "cooperación entre", -1).parrafo, 2);
	ck_assert_uint_eq(buscar(&c, "Las Partes podrán", -1).parrafo, 5);
}
END_TEST

/* The whole clause, as the longest quote that the API takes, against a long text. */
START_TEST(acotado)
{
	BUF_AUTO t;
	BUF_AUTO q;
	buf_init(&t, 4u << 20);
	buf_init(&q, 16384);
	for (int i = 0; t.len < (2u << 20) - 100; i++)
		buf_printf(&t, _i ? "aaaa\n" : "w%d %d漢%d\n", i % 977, i % 13, i);
	for (int i = 0; q.len < 9000; i++)
		buf_puts(&q, _i ? (i % 50 ? "a" : "b") : "w5 漢");
	const struct clausulado c = partir(buf_str(&t));
	const int64_t antes = reloj_mono_ns();
	(void)buscar(&c, buf_str(&q), 0);
	ck_assert_int_lt((reloj_mono_ns() - antes) / 1000000000, 60);
}
END_TEST

/* Every stretch of words of a text is found in it, exactly, where the offsets say. */
START_TEST(propiedad)
{
	const struct clausulado c = partir(TEXTO);
	for (size_t i = 0; i < c.n; i++) {
		for (size_t desde = 0; desde < c.v[i].len; desde += 7) {
			const char *s = c.v[i].texto + desde;
			while (s > c.v[i].texto && s[-1] != ' ' && s[-1] != '\n')
				s--;
			const size_t n = strcspn(s, "\n");
			const struct pasaje p = buscar(&c, arena_memdup(a, s, n), (int)i);
			ck_assert_int_eq(p.puntos, 100);
			ck_assert_int_eq(p.clausula, (int)i);
			ck_assert(strstr(arena_memdup(a, s, n), p.texto) != NULL);
		}
	}
}
END_TEST

START_TEST(malo)
{
	const struct clausulado c = partir(TEXTO);
	struct pasaje p;
	ck_assert_int_eq(pasaje_buscar(&c, "a\xC3", -1, a, &p, &err), STATUS_INTERNAL);
	for (size_t bytes = 100; bytes < 300000; bytes += 3777) {
		ARENA_AUTO *poca = arena_create(bytes);
		struct error e2;
		error_init(&e2, a);
		const enum status st = pasaje_buscar(&c, "reso1verán", -1, poca, &p, &e2);
		ck_assert(st == STATUS_OK || st == STATUS_UNAVAILABLE);
	}
}
END_TEST

int main(void)
{
	Suite *s = suite_create("pasaje");
	TCase *t = tcase_create("pasaje");
	tcase_add_checked_fixture(t, preparar, soltar);
	tcase_set_timeout(t, 120);
	tcase_add_loop_test(t, tabla, 0, (int)(sizeof casos / sizeof *casos));
	tcase_add_test(t, parrafo);
	tcase_add_loop_test(t, acotado, 0, 2);
	tcase_add_test(t, propiedad);
	tcase_add_test(t, malo);
	suite_add_tcase(s, t);
	SRunner *r = srunner_create(s);
	srunner_run_all(r, CK_NORMAL);
	const int fallos = srunner_ntests_failed(r);
	srunner_free(r);
	return fallos ? EXIT_FAILURE : EXIT_SUCCESS;
}
