/* Two versions of an agreement: what is said of each clause, and that what is shown of a change is the whole truth of both texts. */
#include "texto/comparacion.h"

#include "base/fecha.h"
#include "escritos.h"

static struct arena *a;
static struct error err;

static void preparar(void)
{
	a = arena_create((size_t)1 << 30);
	error_init(&err, a);
}

static void soltar(void)
{
	arena_destroy(a);
}

static struct comparacion cotejar(const char *uno, const char *otro, enum comparacion_modo modo)
{
	struct comparacion c;
	const struct escrito x = escrito_de(uno, a), y = escrito_de(otro, a);
	ck_assert_int_eq(comparacion_make(&x, &y, modo, a, &c, &err), STATUS_OK);
	return c;
}

static void describir(struct buf *b, const struct comparacion *c)
{
	for (size_t i = 0; i < c->n; i++) {
		const struct cotejo *k = &c->v[i];
		buf_printf(b, "%s>%s:%s%s%s", k->de >= 0 ? c->de.v[k->de].numero : "-", k->a >= 0 ? c->a.v[k->a].numero : "-",
			cambio_slug(k->cambio), k->movida ? "+movida" : "", k->renumerada ? "+renumerada" : "");
		for (size_t t = 0; t < k->n_tramos; t++) {
			if (!k->tramos[t].igual)
				buf_printf(
					b, "[%.*s|%.*s]", (int)k->tramos[t].a_len, k->tramos[t].a, (int)k->tramos[t].b_len, k->tramos[t].b);
		}
		buf_putc(b, '\n');
	}
}

/* The pieces of either side, joined, are that side's clause, to the byte; offsets count characters. */
static void comprobar(const struct comparacion *c)
{
	BUF_AUTO x;
	BUF_AUTO y;
	size_t vistas_de = 0, vistas_a = 0;
	buf_init(&x, 8u << 20);
	buf_init(&y, 8u << 20);
	for (size_t i = 0; i < c->n; i++) {
		const struct cotejo *k = &c->v[i];
		size_t ca = 0, cb = 0;
		vistas_de += k->de >= 0;
		vistas_a += k->a >= 0;
		ck_assert_int_eq(k->n_tramos > 0, k->cambio == CAMBIO_TEXTO);
		if (k->n_tramos == 0)
			continue;
		buf_reset(&x);
		buf_reset(&y);
		for (size_t t = 0; t < k->n_tramos; t++) {
			ck_assert_uint_eq(k->tramos[t].desde_a, ca);
			ck_assert_uint_eq(k->tramos[t].desde_b, cb);
			for (size_t j = 0; j < k->tramos[t].a_len; j++)
				ca += ((unsigned char)k->tramos[t].a[j] & 0xC0) != 0x80;
			for (size_t j = 0; j < k->tramos[t].b_len; j++)
				cb += ((unsigned char)k->tramos[t].b[j] & 0xC0) != 0x80;
			buf_append(&x, k->tramos[t].a, k->tramos[t].a_len);
			buf_append(&y, k->tramos[t].b, k->tramos[t].b_len);
			if (t > 0)
				ck_assert(k->tramos[t].igual != k->tramos[t - 1].igual);
		}
		ck_assert_str_eq(buf_str(&x), c->de.v[k->de].texto);
		ck_assert_str_eq(buf_str(&y), c->a.v[k->a].texto);
	}
	ck_assert_uint_eq(vistas_de, c->de.n);
	ck_assert_uint_eq(vistas_a, c->a.n);
}

#define UNO \
	"PRIMERA. Objeto\nEl presente Convenio tiene por objeto la cooperación cultural entre las Partes.\n" \
	"SEGUNDA. Vigencia\nEl Convenio tendrá una vigencia de dos años a partir de su firma.\n" \
	"TERCERA. Financiamiento\nCada Parte cubrirá sus gastos con recursos propios.\n" \
	"CUARTA. Controversias\nLas diferencias se resolverán de común acuerdo y de manera amistosa."

static const struct caso {
	const char *de, *a, *dice;
} casos[] = {
	{UNO, UNO, "PRIMERA>PRIMERA:igual\nSEGUNDA>SEGUNDA:igual\nTERCERA>TERCERA:igual\nCUARTA>CUARTA:igual\n"},
	/* a change of words, shown as such */
	{UNO,
		"PRIMERA. Objeto\nEl presente Convenio tiene por objeto la cooperación educativa y cultural entre las Partes.\n"
		"SEGUNDA. Vigencia\nEl Convenio tendrá una vigencia de tres años a partir de su firma.\n"
		"TERCERA. Financiamiento\nCada Parte cubrirá sus gastos con recursos propios.\n"
		"CUARTA. Controversias\nLas diferencias se resolverán de común acuerdo y de manera amistosa.",
		"PRIMERA>PRIMERA:cambiada[|educativa y ]\nSEGUNDA>SEGUNDA:cambiada[dos |tres "
		"]\nTERCERA>TERCERA:igual\nCUARTA>CUARTA:igual\n"},
	/* one clause put in: the others keep their text and change their number */
	{UNO,
		"PRIMERA. Objeto\nEl presente Convenio tiene por objeto la cooperación cultural entre las Partes.\n"
		"SEGUNDA. Personal\nEl personal de cada institución seguirá bajo su propia dirección.\n"
		"TERCERA. Vigencia\nEl Convenio tendrá una vigencia de dos años a partir de su firma.\n"
		"CUARTA. Financiamiento\nCada Parte cubrirá sus gastos con recursos propios.\n"
		"QUINTA. Controversias\nLas diferencias se resolverán de común acuerdo y de manera amistosa.",
		"PRIMERA>PRIMERA:igual\n->SEGUNDA:agregada\nSEGUNDA>TERCERA:igual+renumerada\nTERCERA>CUARTA:igual+renumerada\nCUARTA>"
		"QUINTA:igual+renumerada\n"},
	/* one taken out, one moved */
	{UNO,
		"PRIMERA. Financiamiento\nCada Parte cubrirá sus gastos con recursos propios.\n"
		"SEGUNDA. Objeto\nEl presente Convenio tiene por objeto la cooperación cultural entre las Partes.\n"
		"TERCERA. Controversias\nLas diferencias se resolverán de común acuerdo y de manera amistosa.",
		"TERCERA>PRIMERA:igual+movida+renumerada\nPRIMERA>SEGUNDA:igual+renumerada\nSEGUNDA>-:quitada\nCUARTA>TERCERA:igual+"
		"renumerada\n"},
	/* wholly rewritten under its title: the same clause, in one piece */
	{"PRIMERA. Objeto\nUno dos tres cuatro.\nSEGUNDA. Solución de controversias\nAnte los tribunales de la Ciudad de México, con "
	 "renuncia de fuero.",
		"PRIMERA. Objeto\nUno dos tres cuatro.\nSEGUNDA. Solución de controversias\nAmistosamente.",
		"PRIMERA>PRIMERA:igual\nSEGUNDA>SEGUNDA:cambiada[Ante los tribunales de la Ciudad de México, con renuncia de "
		"fuero|Amistosamente]\n"},
	/* no crumbs: short words that happen to be in both do not split a change */
	{"PRIMERA. Uno\nLa aportación de la ciudad será de cien mil pesos mexicanos.\nSEGUNDA. Dos\nx",
		"PRIMERA. Uno\nLa participación en el programa será de ninguna cuota extraordinaria.\nSEGUNDA. Dos\nx",
		"PRIMERA>PRIMERA:cambiada[aportación de la ciudad será de cien mil pesos mexicanos|participación en el programa será de "
		"ninguna cuota "
		"extraordinaria]\nSEGUNDA>SEGUNDA:igual\n"},
	/* a repeated phrase put in stands as a phrase, not across two */
	{"PRIMERA. Uno\nLas Partes cooperarán en cultura; las Partes cooperarán en turismo.\nSEGUNDA. Dos\nx",
		"PRIMERA. Uno\nLas Partes cooperarán en cultura; las Partes cooperarán en deporte; las Partes cooperarán en "
		"turismo.\nSEGUNDA. Dos\nx",
		"PRIMERA>PRIMERA:cambiada[|las Partes cooperarán en deporte; ]\nSEGUNDA>SEGUNDA:igual\n"},
	/* an inciso put in; ñ, accents, capitals and signs all count */
	{"PRIMERA. Áreas\na) cultura;\nb) turismo.\nSEGUNDA. Dos\nEl año de las partes, tal cual.",
		"PRIMERA. Áreas\na) cultura;\nb) salud;\nc) turismo.\nSEGUNDA. Dos\nEl ano de las Partes tal cual.",
		"PRIMERA>PRIMERA:cambiada[|salud;\nc) ]\nSEGUNDA>SEGUNDA:cambiada[año |ano ][partes, |Partes ]\n"},
	{"", UNO, "->PRIMERA:agregada\n->SEGUNDA:agregada\n->TERCERA:agregada\n->CUARTA:agregada\n"},
	{UNO, "", "PRIMERA>-:quitada\nSEGUNDA>-:quitada\nTERCERA>-:quitada\nCUARTA>-:quitada\n"},
	{"", "", ""},
};

START_TEST(tabla)
{
	const struct comparacion c = cotejar(casos[_i].de, casos[_i].a, COMPARACION_EXACTA);
	BUF_AUTO b;
	buf_init(&b, 8192);
	describir(&b, &c);
	ck_assert_str_eq(buf_str(&b), casos[_i].dice);
	comprobar(&c);
}
END_TEST

START_TEST(cuentas)
{
	const struct comparacion c = cotejar(casos[3].de, casos[3].a, COMPARACION_EXACTA);
	ck_assert_uint_eq(c.iguales, 2);
	ck_assert_uint_eq(c.movidas, 1);
	ck_assert_uint_eq(c.quitadas, 1);
	ck_assert_uint_eq(c.cambiadas + c.agregadas, 0);
	ck_assert_ptr_null(comparacion_de(&c, -1));
	ck_assert_ptr_null(comparacion_de(&c, 99));
	ck_assert_int_eq(comparacion_de(&c, 1)->cambio, CAMBIO_QUITADA);
	ck_assert_int_eq(comparacion_de(&c, 0)->a, 1);
}
END_TEST

/* One side read from an image: case and signs are the reader's noise, a figure is not. */
START_TEST(lectura)
{
	const char *leido = "PRIMERA OBJETO\nEL PRESENTE CONVENIO TIENE POR OBJETO LA COOPERACIÓN CULTURAL, ENTRE LAS PARTES\n"
			    "SEGUNDA Vigencia\nEl Convenio tendrá una vigencia de 3 años a partir de su firma\n";
	const char *firmado = "PRIMERA. Objeto\nEl presente Convenio tiene por objeto la cooperación cultural entre las Partes.\n"
			      "SEGUNDA. Vigencia\nEl Convenio tendrá una vigencia de 2 años a partir de su firma.";
	const struct comparacion c = cotejar(firmado, leido, COMPARACION_LECTURA);
	BUF_AUTO b;
	buf_init(&b, 8192);
	describir(&b, &c);
	comprobar(&c);
	ck_assert_str_eq(buf_str(&b), "PRIMERA>PRIMERA:igual\nSEGUNDA>SEGUNDA:cambiada[2 |3 ]\n");
}
END_TEST

static uint32_t azar(uint64_t *s)
{
	*s = *s * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (uint32_t)(*s >> 33);
}

static const char *inventar(uint64_t *s)
{
	static const char *const palabras[] = {"las", "Partes", "convienen", "año", "ano", "20", ",", ".", "\n", "PRIMERA.",
		"\nSEGUNDA. Objeto\n", "a)", "\nARTÍCULO 1 ", "cooperación", "\u00A0", "«cita»"};
	BUF_AUTO b;
	buf_init(&b, 65536);
	for (uint32_t n = azar(s) % 120; n > 0; n--) {
		buf_puts(&b, palabras[azar(s) % (sizeof palabras / sizeof *palabras)]);
		buf_puts(&b, azar(s) % 4 ? " " : "");
	}
	return arena_strdup(a, buf_str(&b));
}

/* Any two texts: both can be read back from their difference, and a text differs in nothing from itself. */
START_TEST(propiedades)
{
	uint64_t semilla = 42;
	for (int i = 0; i < 400; i++) {
		const char *x = inventar(&semilla), *y = inventar(&semilla);
		const struct comparacion c = cotejar(x, y, COMPARACION_EXACTA), l = cotejar(x, y, COMPARACION_LECTURA);
		comprobar(&c);
		comprobar(&l);
		const struct comparacion mismo = cotejar(x, x, COMPARACION_EXACTA);
		ck_assert_uint_eq(mismo.cambiadas + mismo.agregadas + mismo.quitadas + mismo.movidas, 0);
	}
}
END_TEST

/* Texts made to be slow: repetition without end, and nothing in common. A bound far above what it takes, far below what the square would. */
START_TEST(hostiles)
{
	static const struct {
		const char *x, *y;
		int veces;
	} filas[] = {{"la la ", "la el ", 50000}, {"a b a a b ", "b a b b a ", 15000}, {"uno ", "dos ", 80000},
		{"PRIMERA. x\n", "SEGUNDA. x\n", 30000}, {"x\n", "x y\n", 40000}};
	BUF_AUTO x;
	BUF_AUTO y;
	buf_init(&x, 4u << 20);
	buf_init(&y, 4u << 20);
	for (int i = 0; i < filas[_i].veces; i++) {
		buf_puts(&x, filas[_i].x);
		buf_puts(&y, i % 7 ? filas[_i].y : filas[_i].x);
	}
	uint64_t s = 7; /* and words that are all different, in any order */
	for (int i = 0; i < 20000; i++) {
		buf_printf(&x, "w%u ", azar(&s) % 50000);
		buf_printf(&y, "w%u ", azar(&s) % 50000);
	}
	const int64_t antes = reloj_mono_ns();
	const struct comparacion c = cotejar(buf_str(&x), buf_str(&y), COMPARACION_EXACTA);
	ck_assert_int_lt((reloj_mono_ns() - antes) / 1000000000, 60);
	comprobar(&c);
}
END_TEST

START_TEST(sin_memoria)
{
	const struct escrito x = escrito_de(casos[1].de, a), y = escrito_de(casos[1].a, a);
	for (size_t bytes = 1000; bytes < 200000; bytes += 1777) {
		ARENA_AUTO *poca = arena_create(bytes);
		struct comparacion c;
		struct error e2;
		error_init(&e2, a);
		const enum status st = comparacion_make(&x, &y, COMPARACION_EXACTA, poca, &c, &e2);
		ck_assert(st == STATUS_OK || st == STATUS_UNAVAILABLE);
	}
}
END_TEST

int main(void)
{
	Suite *s = suite_create("comparacion");
	TCase *t = tcase_create("comparacion");
	tcase_add_checked_fixture(t, preparar, soltar);
	tcase_set_timeout(t, 120);
	tcase_add_loop_test(t, tabla, 0, (int)(sizeof casos / sizeof *casos));
	tcase_add_test(t, cuentas);
	tcase_add_test(t, lectura);
	tcase_add_test(t, propiedades);
	tcase_add_loop_test(t, hostiles, 0, 5);
	tcase_add_test(t, sin_memoria);
	suite_add_tcase(s, t);
	SRunner *r = srunner_create(s);
	srunner_run_all(r, CK_NORMAL);
	const int fallos = srunner_ntests_failed(r);
	srunner_free(r);
	return fallos ? EXIT_FAILURE : EXIT_SUCCESS;
}
