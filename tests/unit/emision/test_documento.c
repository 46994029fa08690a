#include <sys/mman.h>

#include "emision/documento.h"
#include "prueba_emision.h"

static struct expediente e;
static struct acto_datos datos;
static struct efectos efectos;
static struct acto acto;
static struct contraparte partes[50];
static struct renglon renglones[2];

static void armar(void)
{
	preparar();
	ck_assert(zona_init("America/Mexico_City"));
	expediente_init(&e, (struct uuid){{7}});
	acto_datos_init(&datos);
	efectos_init(&efectos);
	e.folio = "AII-2026-000042";
	e.datos.denominacion = "Acuerdo <b>de</b> hermanamiento & {{ 7 * 7 }}";
	e.datos.organo_firmante = "Ayuntamiento de Guadalajara";
	for (int i = 0; i < 50; i++)
		partes[i] = (struct contraparte){.nombre = arena_printf(a, "Contraparte %d <script>%0200d</script>", i, i),
			.clase = CLASE_CONTRAPARTE_GUBERNAMENTAL,
			.pais = "JP"};
	e.datos.contrapartes = partes;
	e.datos.n_contrapartes = 50;
	renglones[0] = (struct renglon){.numero = 1, .tipo = RENGLON_RECOMENDACION, .acto = 9, .clausula = "PRIMERA", .texto = "Precisar."};
	renglones[1] =
		(struct renglon){.numero = 2, .tipo = RENGLON_OBSERVACION, .acto = 4, .clausula = "SEGUNDA", .texto = "De otro acto."};
	e.renglones = renglones;
	e.n_renglones = 2;
	datos.sentido = SENTIDO_PROCEDENTE;
	datos.fundamento = "Artículo 7.";
	datos.motivacion = "Uno.\nDos.";
	efectos.serie = SERIE_DICTAMEN;
	efectos.numero_texto = "DICT-CJA/0001/2026";
	acto = (struct acto){.n = 9,
		.tipo = ACTO_DICTAMINAR,
		.registrado_en = INT64_C(1795688132000000),
		.fecha_legal = DIA_NINGUNO,
		.datos = &datos,
		.efectos = &efectos,
		.actor = {.rol = ROL_CJA_TITULAR}};
}

static struct emision_entrada entrada(void)
{
	return (struct emision_entrada){.e = &e,
		.acto = &acto,
		.emision = emision_find(acto.tipo),
		.actor_nombre = "María Ñúñez",
		.organizacion = "Ayuntamiento de Guadalajara",
		.organizacion_siglas = "GDL",
		.codigo = "01234-56789-ABCDE-FGHJK",
		.url_publica = "https://dictamen.example"};
}

static struct imprenta imprenta(const struct plantillas *p)
{
	return (struct imprenta){
		.lanzador = arena_printf(a, "%s/dictamen-jaula", getenv("DICTAMEN_BIN")), .python = "/usr/bin/python3", .plantillas = p};
}

START_TEST(lo_que_ve_la_plantilla)
{
	struct emision_entrada in = entrada();
	BUF_AUTO x;
	BUF_AUTO y;
	buf_init(&x, 4u << 20);
	buf_init(&y, 4u << 20);
	ck_assert_int_eq(emision_datos(&in, a, &x, &err), STATUS_OK);
	ck_assert_int_eq(emision_datos(&in, a, &y, &err), STATUS_OK);
	ck_assert_str_eq(buf_str(&x), buf_str(&y));
	static const char *const hay[] = {"\"fecha_palabras\":\"veintiséis de noviembre de dos mil veintiséis\"", "\"pais\":\"Japón\"",
		"\"registrado\":\"26 de noviembre de 2026 a las 04:15:32 h (UTC−06:00)\"",
		"\"url\":\"https://dictamen.example/v1/verificacion/01234-56789-ABCDE-FGHJK\"", "\"observaciones\":[{\"numero\":1,",
		"\"numero_titulo\":\"Dictamen\"", "\"computo\":null"};
	for (size_t i = 0; i < sizeof hay / sizeof *hay; i++)
		ck_assert_msg(strstr(buf_str(&x), hay[i]) != NULL, "%s\n%s", hay[i], buf_str(&x));
	BUF_AUTO chico;
	buf_init(&chico, 1000);
	ck_assert_int_eq(emision_datos(&in, a, &chico, &err), STATUS_INTERNAL);
}
END_TEST

START_TEST(rotulos)
{
	struct emision_entrada in = entrada();
	struct emision_rotulo r;
	ck_assert_int_eq(emision_rotulo(&in, a, &r, &err), STATUS_OK);
	ck_assert_str_eq(r.nombre, "dictamen-DICT-CJA-0001-2026.pdf");
	ck_assert_str_eq(r.numero, "DICT-CJA/0001/2026");
	datos.numero_oficial = "SRE/1";
	acto.fecha_legal = 20000;
	ck_assert_int_eq(emision_rotulo(&in, a, &r, &err), STATUS_OK);
	ck_assert_str_eq(r.numero, "SRE/1");
	ck_assert_int_eq(r.fecha, 20000);
	/* A folio is the file's number, not the acknowledgement's. */
	datos.numero_oficial = NULL;
	acto.tipo = ACTO_PRESENTAR;
	efectos.serie = SERIE_FOLIO;
	in.emision = emision_find(ACTO_PRESENTAR);
	ck_assert_int_eq(emision_rotulo(&in, a, &r, &err), STATUS_OK);
	ck_assert_ptr_null(r.numero);
	ck_assert_str_eq(r.nombre, "acuse-AII-2026-000042-9.pdf");
}
END_TEST

/* Twice the same bytes; text from strangers stays text. */
START_TEST(imprime_igual)
{
	struct emision_entrada in = entrada();
	struct plantillas *p;
	ck_assert_int_eq(plantillas_load(NULL, &p, &err), STATUS_OK);
	struct imprenta im = imprenta(p);
	BUF_AUTO x;
	BUF_AUTO y;
	buf_init(&x, EMISION_PDF_MAX);
	buf_init(&y, EMISION_PDF_MAX);
	ck_assert_int_eq(emision_imprimir(&im, &in, a, &x, &err), STATUS_OK);
	ck_assert_int_eq(emision_imprimir(&im, &in, a, &y, &err), STATUS_OK);
	ck_assert_uint_eq(x.len, y.len);
	ck_assert_mem_eq(x.data, y.data, x.len);
	ck_assert_mem_eq(x.data, "%PDF-1.7", 8);
	ck_assert_ptr_nonnull(memmem(x.data, x.len, "<pdfaid:part>2</pdfaid:part>", 28));
	plantillas_free(p);
}
END_TEST

static void con_plantilla(const char *nombre, const char *texto, const char *dice)
{
	struct emision_entrada in = entrada();
	struct plantillas *p;
	escribir(nombre, texto, 0644);
	error_init(&err, a);
	ck_assert_int_eq(plantillas_load(carpeta, &p, &err), STATUS_OK);
	struct imprenta im = imprenta(p);
	BUF_AUTO x;
	buf_init(&x, EMISION_PDF_MAX);
	ck_assert_int_eq(emision_imprimir(&im, &in, a, &x, &err), STATUS_INTERNAL);
	ck_assert_int_eq((int)err.problem, PROBLEM_PLANTILLA_INVALIDA);
	ck_assert_msg(strstr(err.detail.es, dice) != NULL, "%s", err.detail.es);
	ck_assert_uint_eq(x.len, 0);
	plantillas_free(p);
}

START_TEST(plantillas_con_faltas)
{
	con_plantilla("dictamen.html", "uno\ndos {{ documento.titulo }\n", "«dictamen.html», línea 2");
	con_plantilla("dictamen.html", "uno\n\n{{ documento.no_hay }}\n", "«dictamen.html», línea 3");
	con_plantilla("dictamen.html", "{% extends \"no_hay.html\" %}", "no existe la plantilla");
	/* The sandbox: no way from a template to Python. */
	con_plantilla("dictamen.html", "{{ ''.__class__.__mro__[1].__subclasses__() }}", "dictamen.html");
	con_plantilla("dictamen.html", "{{ documento.update({'x': 1}) }}", "SecurityError");
	con_plantilla("dictamen.html", "{% for i in range(100000000) %}x{% endfor %}", "OverflowError");
}
END_TEST

static void carpeta_rechazada(const char *dice)
{
	struct plantillas *p;
	error_init(&err, a);
	ck_assert_int_eq(plantillas_load(carpeta, &p, &err), STATUS_INTERNAL);
	ck_assert_msg(strstr(err.detail.es, dice) != NULL, "%s", err.detail.es);
	ck_assert_ptr_null(p);
}

/* Others over the files; the files stay as they are. */
START_TEST(otras_en_su_lugar)
{
	struct plantillas *p;
	struct plantilla_dato d, x;
	BUF_AUTO b;
	buf_init(&b, 4u << 20);
	escribir("acuse.html", "de la carpeta", 0644);
	ck_assert_int_eq(plantillas_load(carpeta, &p, &err), STATUS_OK);
	struct plantillas *c = plantillas_copy(p);
	ck_assert(plantillas_replace(c, "dictamen.html", "otro", 7));
	ck_assert(plantillas_replace(c, "base.html", NULL, 2));
	ck_assert(!plantillas_replace(c, "no_hay.html", "x", 2));
	ck_assert(plantillas_find(c, "dictamen.html", &d) && d.version == 7 && !d.carpeta);
	ck_assert_str_eq(d.texto, "otro");
	ck_assert(plantillas_find(p, "dictamen.html", &d) && d.version == PLANTILLA_VERSION_ARCHIVO);
	ck_assert(plantillas_find(c, "base.html", &d) && plantillas_find(p, "base.html", &x) && d.version == 2);
	ck_assert_ptr_eq(d.texto, x.texto);
	ck_assert(plantillas_find(c, "acuse.html", &d) && d.carpeta);
	ck_assert(!plantillas_find(c, "componer.py", &d) && !plantillas_at(c, 1000, &d));
	plantillas_write_set(c, &b);
	ck_assert_ptr_nonnull(strstr(buf_str(&b), "{\"acuse.html\":{\"texto\":\"de la carpeta\",\"version\":1},"));
	ck_assert_ptr_nonnull(strstr(buf_str(&b), "\"dictamen.html\":{\"texto\":\"otro\",\"version\":7},"));
	plantillas_free(c);
	plantillas_free(p);
}
END_TEST

/* Every member name of `de` is one of `en`. */
static void nombres_de(const char *de, const char *hasta, const char *en)
{
	for (const char *p = de; (p = strchr(p, '"')) && p < hasta;) {
		const size_t n = strcspn(p + 1, "\"");
		const char *fin = p + n + 2;
		if (*fin == ':' && strspn(p + 1, "abcdefghijklmnopqrstuvwxyz_0123456789") == n)
			ck_assert_msg(strstr(en, arena_memdup(a, p, n + 2)) != NULL, "%.*s", (int)n, p + 1);
		p = fin;
	}
}

/* What is tried with the samples is what documents are made with: the same names, none more. */
START_TEST(las_muestras_son_como_los_datos)
{
	struct emision_entrada in = entrada();
	const struct bitacora_cabeza cabeza = {.tamano = 1};
	in.prueba = &(struct bitacora_inclusion){.tamano = 1, .cabeza = &cabeza};
	datos.respuestas = &(struct entrada_respuesta){.numero = 1, .respuesta = "x"};
	datos.verificaciones = &(struct entrada_verificacion){.numero = 1};
	datos.faltantes = &(struct entrada_faltante){.requisito = "x", .detalle = "y"};
	datos.n_respuestas = datos.n_verificaciones = datos.n_faltantes = 1;
	efectos.tiene_computo = true;
	efectos.documentos = &(struct uuid){{1}};
	efectos.documentos_sha = &(struct sha256){{1}};
	efectos.n_documentos = 1;
	BUF_AUTO x;
	buf_init(&x, 4u << 20);
	ck_assert_int_eq(emision_datos(&in, a, &x, &err), STATUS_OK);
	const char *muestras = plantillas_muestras(), *suyas = strstr(muestras, "\"expediente\":"),
		   *certificados = strstr(muestras, "\"copia_certificada.html\"");
	ck_assert_ptr_nonnull(suyas);
	ck_assert_ptr_nonnull(certificados);
	nombres_de(buf_str(&x), buf_str(&x) + x.len, suyas);
	nombres_de(suyas, certificados, buf_str(&x));
}
END_TEST

START_TEST(se_prueban)
{
	struct plantillas *p;
	BUF_AUTO x;
	buf_init(&x, EMISION_PDF_MAX);
	ck_assert_int_eq(plantillas_load(NULL, &p, &err), STATUS_OK);
	struct imprenta im = imprenta(p);
	ck_assert_int_eq(emision_probar(&im, "acuse.html", a, &x, &err), STATUS_OK);
	ck_assert_mem_eq(x.data, "%PDF-1.7", 8);
	struct plantillas *c = plantillas_copy(p);
	ck_assert(plantillas_replace(c, "acuse.html", "uno {{ documento.no_hay }}", 2));
	im.plantillas = c;
	ck_assert_int_eq(emision_probar(&im, "acuse.html", a, &x, &err), STATUS_INVALID);
	ck_assert_int_eq((int)err.problem, PROBLEM_PLANTILLA_RECHAZADA);
	ck_assert_msg(strstr(err.items[0].detail.es, "«acuse.html», renglón 1, columna 18") != NULL, "%s", err.items[0].detail.es);
	plantillas_free(c);
	plantillas_free(p);
}
END_TEST

START_TEST(carpetas_con_faltas)
{
	struct plantillas *p;
	escribir("leame.txt", "no es plantilla", 0644);
	ck_assert_int_eq(plantillas_load(carpeta, &p, &err), STATUS_OK);
	plantillas_free(p);
	escribir("otra_cosa.html", "x", 0644);
	carpeta_rechazada("no tiene ninguna plantilla con ese nombre");
	unlink(en_carpeta("otra_cosa.html"));
	escribir("acuse.html", "\xff\xfe", 0644);
	carpeta_rechazada("UTF-8");
	ck_assert_int_eq(unlink(en_carpeta("acuse.html")), 0);
	ck_assert_int_eq(mkdir(en_carpeta("acuse.html"), 0700), 0);
	carpeta_rechazada("no se puede leer");
	error_init(&err, a);
	ck_assert_int_eq(plantillas_load("/no/hay", &p, &err), STATUS_INTERNAL);
}
END_TEST

START_TEST(sin_jaula)
{
	struct emision_entrada in = entrada();
	struct plantillas *p;
	ck_assert_int_eq(plantillas_load(NULL, &p, &err), STATUS_OK);
	struct imprenta im = imprenta(p);
	BUF_AUTO x;
	buf_init(&x, EMISION_PDF_MAX);
	im.lanzador = "/no/hay";
	ck_assert_int_eq(emision_imprimir(&im, &in, a, &x, &err), STATUS_UNAVAILABLE);
	im = imprenta(p);
	im.python = "/bin/false";
	error_init(&err, a);
	ck_assert_int_eq(emision_imprimir(&im, &in, a, &x, &err), STATUS_UNAVAILABLE);
	plantillas_free(p);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("documento");
	TCase *t = tcase_create("documento");
	tcase_set_timeout(t, 240);
	tcase_add_checked_fixture(t, armar, recoger);
	tcase_add_test(t, lo_que_ve_la_plantilla);
	tcase_add_test(t, rotulos);
	tcase_add_test(t, imprime_igual);
	tcase_add_test(t, plantillas_con_faltas);
	tcase_add_test(t, otras_en_su_lugar);
	tcase_add_test(t, las_muestras_son_como_los_datos);
	tcase_add_test(t, se_prueban);
	tcase_add_test(t, carpetas_con_faltas);
	tcase_add_test(t, sin_jaula);
	suite_add_tcase(s, t);
	return correr(s);
}
