/* The comparison as JSON and as a page: what is said, what is escaped, what is left out. */
#include "codec/comparacion.h"

#include "caso.h"

static struct escrito escrito(struct parrafo *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		p[i].confianza = 100;
	return (struct escrito){p, n};
}

static struct careo carear(struct libro *l, struct arena *a, struct error *err)
{
	struct parrafo x[] = {{.texto = "PRIMERA. Objeto"}, {.texto = "Cooperar <b>\"mucho\"</b> & bien."}, {.texto = "SEGUNDA. Vigencia"},
		{.texto = "Dos años."}, {.texto = "TERCERA. Gastos"}, {.texto = "Cada quien lo suyo, sin deuda."}};
	struct parrafo y[] = {{.texto = "PRIMERA. Vigencia"}, {.texto = "Tres años."}, {.texto = "SEGUNDA. Objeto"},
		{.texto = "Cooperar <b>\"mucho\"</b> & bien."}, {.texto = "TERCERA. Nueva"}, {.texto = "Del personal <i>propio</i>."}};
	const struct escrito de = escrito(x, 6), hasta = escrito(y, 6);
	struct careo k = {.libro = l,
		.de = {.id = {.b = {1}}, .clase = CLASE_DOCUMENTO_PROYECTO, .nombre = "<uno>.docx", .version = 1},
		.a = {.id = {.b = {2}}, .clase = CLASE_DOCUMENTO_PROYECTO, .nombre = "dos.docx", .version = 2}};
	k.vinculos = ARENA_ARRAY(a, l->n_renglones, struct vinculo);
	ck_assert_int_eq(comparacion_make(&de, &hasta, COMPARACION_EXACTA, a, &k.c, err), STATUS_OK);
	for (size_t i = 0; i < l->n_renglones; i++)
		ck_assert_int_eq(vinculo_hallar(&k.c, &k.de.id, &l->renglones[i], a, &k.vinculos[i], err), STATUS_OK);
	return k;
}

static struct renglon lineas[] = {
	{.numero = 1,
		.tipo = RENGLON_OBSERVACION,
		.acto = 7,
		.version_proyecto = 1,
		.clausula = "SEGUNDA",
		.pasaje = "Dos años",
		.texto = "Más <tiempo>."},
	{.numero = 2,
		.tipo = RENGLON_OBSERVACION,
		.acto = 7,
		.version_proyecto = 1,
		.clausula = "Todo",
		.texto = "Revisar.",
		.respuesta = "\"Sí\" & no"},
};
static struct libro libro = {.expediente = {.b = {7}}, .folio = "AII-2026-000001", .version = 9, .renglones = lineas, .n_renglones = 2};

static void contiene(const struct buf *b, const char *s, bool si)
{
	ck_assert_msg((strstr(buf_str(b), s) != NULL) == si, "%s: %s", s, buf_str(b));
}

START_TEST(json)
{
	CASO c = caso_new(16u << 20);
	const struct careo k = carear(&libro, c.a, &c.err);
	BUF_AUTO b;
	buf_init(&b, 1u << 20);
	careo_write(&b, &k);
	ck_assert(!b.failed);
	contiene(&b, "\"resumen\":{\"iguales\":1,\"movidas\":1,\"cambiadas\":1,\"agregadas\":1,\"quitadas\":1},\"truncada\":false", true);
	contiene(&b, "{\"quita\":\"Dos \",\"agrega\":\"Tres \"}", true);
	contiene(&b, "\"observaciones\":[1]}", true);
	contiene(&b, "{\"numero\":1,\"clausula\":\"SEGUNDA\",\"resultado\":\"pasaje_cambiado\",\"cambio\":1}", true);
	contiene(&b, "{\"numero\":2,\"clausula\":\"Todo\",\"resultado\":\"sin_ancla\"}", true);
	contiene(&b, "\"texto\":\"Gastos\\nCada quien lo suyo, sin deuda.\"", true);
	contiene(&b, "\"folio\":\"AII-2026-000001\",\"version\":9", true);
}
END_TEST

START_TEST(pagina)
{
	CASO c = caso_new(16u << 20);
	const struct careo k = carear(&libro, c.a, &c.err);
	BUF_AUTO b;
	buf_init(&b, 1u << 20);
	careo_write_html(&b, &k);
	ck_assert(!b.failed);
	contiene(&b, "<del>Dos </del>", true);
	contiene(&b, "<ins>Tres </ins>", true);
	contiene(&b, "<del>Gastos<br>\nCada quien lo suyo, sin deuda.</del>", true);
	contiene(&b, "cambió de lugar", true);
	contiene(&b, "&lt;b&gt;&quot;mucho&quot;&lt;/b&gt; &amp; bien.", true);
	contiene(&b, "Más &lt;tiempo&gt;.", true);
	contiene(&b, "Versión 1: &lt;uno&gt;.docx", true);
	contiene(&b, "Respuesta: &quot;Sí&quot; &amp; no", true);
	contiene(&b, "Observaciones que no señalan una cláusula", true);
	static const char *const crudas[] = {"<b>", "<i>", "<tiempo>", "<uno>"};
	for (size_t i = 0; i < sizeof crudas / sizeof *crudas; i++)
		contiene(&b, crudas[i], false);
}
END_TEST

START_TEST(libro_de_observaciones)
{
	CASO c = caso_new(16u << 20);
	const struct careo k = carear(&libro, c.a, &c.err);
	const struct atencion atenciones[] = {{.careo = &k}, {.sin_texto = true}}, nada[] = {{0}, {0}};
	BUF_AUTO b;
	buf_init(&b, 1u << 20);
	observaciones_write(&b, &libro, atenciones);
	contiene(&b, "\"cambio\":{\"resultado\":\"pasaje_cambiado\",\"de\":{", true);
	contiene(&b, "\"tramos\":[{\"quita\":\"Dos \",\"agrega\":\"Tres \"}]", true); /* what stayed is left out */
	contiene(&b, "\"cambio\":{\"resultado\":\"sin_texto\"}", true);
	buf_reset(&b);
	observaciones_write(&b, &libro, nada);
	contiene(&b, "\"cambio\"", false);
	contiene(&b, "\"respuesta\":\"\\\"Sí\\\" & no\"", true);
}
END_TEST

START_TEST(parecidos)
{
	CASO c = caso_new(16u << 20);
	const struct careo k = carear(&libro, c.a, &c.err);
	BUF_AUTO d;
	BUF_AUTO b;
	buf_init(&d, 1u << 20);
	buf_init(&b, 1u << 20);
	diferencias_write(&d, &k.c);
	contiene(&d, "\"igual\"", false);
	const struct semejante s = {.expediente = {.b = {3}},
		.documento = {.b = {4}},
		.organizacion = {.b = {5}},
		.folio = "AII-2026-000002",
		.estado = ESTADO_PRESENTADO,
		.version = 1,
		.medida = {.semejanza = 81, .contencion = 93},
		.diferencias = buf_str(&d)};
	parecidos_write(&b, &libro, &s, 1, 4, false);
	contiene(&b, "\"mirados\":4,\"completo\":false,\"datos\":[{", true);
	contiene(&b, "\"estado\":\"presentado\"", true);
	contiene(&b, "\"semejanza\":81,\"contencion\":93,\"diferencias\":{\"resumen\":{", true);
	buf_reset(&b);
	parecidos_write_breve(&b, NULL, 0, 0, true);
	ck_assert_str_eq(buf_str(&b), "{\"mirados\":0,\"completo\":true,\"parecidos\":[]}");
}
END_TEST

int main(void)
{
	Suite *s = suite_create("comparacion");
	TCase *t = tcase_create("comparacion");
	tcase_add_test(t, json);
	tcase_add_test(t, pagina);
	tcase_add_test(t, libro_de_observaciones);
	tcase_add_test(t, parecidos);
	suite_add_tcase(s, t);
	SRunner *r = srunner_create(s);
	srunner_run_all(r, CK_NORMAL);
	const int fallos = srunner_ntests_failed(r);
	srunner_free(r);
	return fallos ? EXIT_FAILURE : EXIT_SUCCESS;
}
