/* The numbering habits of the field, table by table; each row: a text, and its parts as "clase:numero:ordinal:titulo". */
#include "texto/clausulas.h"

#include "base/buf.h"
#include "escritos.h"

static struct arena *a;
static struct error err;

static void preparar(void)
{
	a = arena_create(64u << 20);
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

static const struct caso {
	const char *texto, *partes;
} casos[] = {
	{"", ""},
	{"Una sola línea", "preambulo::0:\n"},
	/* the Mexican contract's way */
	{"CONVENIO QUE CELEBRAN\nDECLARACIONES\nI. Declara el Municipio:\nI.1 Que es un ente público.\nI.2 Que tiene facultades.\nII. "
	 "Declara la "
	 "Ciudad:\nCLÁUSULAS\nPRIMERA.- OBJETO. El presente Convenio tiene por objeto cooperar.\nSEGUNDA.- ÁREAS. Las Partes cooperarán "
	 "en:\na) cultura;\n"
	 "b) turismo.\nTERCERA.- VIGENCIA. Será de dos años.\nLeído que fue el presente Convenio, se firma en dos ejemplares.\nPOR EL "
	 "MUNICIPIO\nANEXO I. "
	 "Programa de trabajo\n1. Taller\n2. Foro",
		"preambulo::0:\ndeclaraciones::0:\nclausula:PRIMERA:1:OBJETO\nclausula:SEGUNDA:2:ÁREAS\nclausula:TERCERA:3:"
		"VIGENCIA\ncierre::0:\n"
		"anexo:ANEXO I:1:Programa de trabajo\n"},
	/* letter-spaced headings, and declarations numbered like the clauses */
	{"D E C L A R A C I O N E S\nPRIMERA. Que es un municipio.\nSEGUNDA. Que puede.\nC L Á U S U L A S\nPRIMERA. "
	 "Objeto\nCooperar.\nSEGUNDA. "
	 "Vigencia\nDos años.",
		"declaraciones::0:\nclausula:PRIMERA:1:Objeto\nclausula:SEGUNDA:2:Vigencia\n"},
	/* the same without the heading: numbering starts again */
	{"DECLARACIONES\nPRIMERA. Que es un municipio de larga historia y de mucha vida cultural.\nSEGUNDA. Que puede.\nPRIMERA. "
	 "Objeto\nCooperar.\n"
	 "SEGUNDA. Áreas\nCultura.\nTERCERA. Vigencia\nDos años.",
		"declaraciones::0:\nclausula:PRIMERA:1:Objeto\nclausula:SEGUNDA:2:Áreas\nclausula:TERCERA:3:Vigencia\n"},
	{"CLÁUSULA PRIMERA\nObjeto\nEl objeto es cooperar.\nCLÁUSULA SEGUNDA\nVigencia\nDos años.",
		"clausula:CLÁUSULA PRIMERA:1:Objeto\nclausula:CLÁUSULA SEGUNDA:2:Vigencia\n"},
	{"Cláusula 1. Objeto\nCooperar.\nCláusula 2. Vigencia\nDos años.",
		"clausula:Cláusula 1:1:Objeto\nclausula:Cláusula 2:2:Vigencia\n"},
	/* the SRE's model */
	{"ACUERDO DE HERMANAMIENTO\nHan convenido lo siguiente:\nARTÍCULO I\u2003Objeto\nEl presente Acuerdo…\nARTÍCULO "
	 "II\u2003Modalidades\n1. "
	 "intercambio;\n2. visitas.\nARTÍCULO III\u2003Entrada en vigor\nA la firma.\nFirmado en Guadalajara, el 1 de marzo de 2027, en "
	 "dos ejemplares.",
		"preambulo::0:\nclausula:ARTÍCULO I:1:Objeto\nclausula:ARTÍCULO II:2:Modalidades\nclausula:ARTÍCULO III:3:Entrada en "
		"vigor\ncierre::0:\n"},
	{"Artículo 1. Objetivo\nUno.\nArtículo 2. Áreas\nConforme al\nArtículo 115 de la Constitución.\nArtículo 3o.- Final\nFin.",
		"clausula:Artículo 1:1:Objetivo\nclausula:Artículo 2:2:Áreas\nclausula:Artículo 3o:3:Final\n"},
	{"ARTICULO PRIMERO.- Objeto\nUno.\nARTICULO SEGUNDO.- Fin\nDos.",
		"clausula:ARTICULO PRIMERO:1:Objeto\nclausula:ARTICULO SEGUNDO:2:Fin\n"},
	{"ARTICLE 1\nPurpose\nOne.\nARTICLE 2\nTerm\nTwo.\nDone in Kyoto, in two copies.",
		"clausula:ARTICLE 1:1:Purpose\nclausula:ARTICLE 2:2:Term\ncierre::0:\n"},
	{"Primera. Objetivo\nUno.\nSegunda. Plazo\nDos.\nDado en Cuenca, a 3 de mayo.",
		"clausula:Primera:1:Objetivo\nclausula:Segunda:2:Plazo\ncierre::0:\n"},
	{"Primera. Objetivo\nUno.\nSegunda. Plazo\nDos.\nDécima parte de lo dicho.",
		"clausula:Primera:1:Objetivo\nclausula:Segunda:2:Plazo\n"},
	/* figures: lists inside do not cut */
	{"CARTA\n1. Objeto\nCooperar.\n2. Modalidades\nson las siguientes:\n1. intercambio de información, documentación y materiales de "
	 "todo tipo;\n2. "
	 "visitas, que las Partes acordarán por escrito y con la anticipación debida;\n3. otras que las Partes convengan por escrito, "
	 "según lo permitan.\n3. "
	 "Vigencia\nDos años.",
		"preambulo::0:\nclausula:1:1:Objeto\nclausula:2:2:Modalidades\nclausula:3:3:Vigencia\n"},
	{"I.- Objeto\nUno.\nII.- Áreas\nI.1 Dos.\nIII.- Plazo\nTres.", "clausula:I:1:Objeto\nclausula:II:2:Áreas\nclausula:III:3:Plazo\n"},
	/* headings as the document declares them */
	{"# Acuerdo\nEntre las Partes\n## Objeto\nCooperar.\n## Vigencia\nDos años.\n## Firmas y sellos\nPor el Municipio",
		"preambulo::0:\nclausula::0:Objeto\nclausula::0:Vigencia\nclausula::0:Firmas y sellos\n"},
	/* nothing but capitals */
	{"Acuerdo\nOBJETO\nCooperar en todo.\nVIGENCIA\nDos años.\nCONTROVERSIAS\nAmistosas.",
		"preambulo::0:\nclausula::0:OBJETO\nclausula::0:VIGENCIA\nclausula::0:CONTROVERSIAS\n"},
	/* what drafters do: a number twice, a number left out */
	{"PRIMERA. Uno\nx\nSEGUNDA. Dos\nx\nSEGUNDA. Otra\nx\nCUARTA. Cuatro\nx",
		"clausula:PRIMERA:1:Uno\nclausula:SEGUNDA:2:Dos\nclausula:SEGUNDA:2:Otra\nclausula:CUARTA:4:Cuatro\n"},
	{"ÚNICA. Objeto\nTodo.", "clausula:ÚNICA:1:Objeto\n"},
	/* ñ and accents stay */
	{"PRIMERA. Niñez\nUno.\nSEGUNDA. Año\nDos.", "clausula:PRIMERA:1:Niñez\nclausula:SEGUNDA:2:Año\n"},
};

START_TEST(tabla)
{
	const struct clausulado c = partir(casos[_i].texto);
	BUF_AUTO b;
	buf_init(&b, 4096);
	for (size_t i = 0; i < c.n; i++)
		buf_printf(&b, "%s:%s:%d:%s\n", clausula_clase_slug(c.v[i].clase), c.v[i].numero, c.v[i].ordinal, c.v[i].titulo);
	ck_assert_str_eq(buf_str(&b), casos[_i].partes);
}
END_TEST

START_TEST(ordinales)
{
	static const struct {
		const char *palabra;
		int valor;
	} filas[] = {{"PRIMERA", 1}, {"Tercer", 3}, {"SÉPTIMA", 7}, {"SEPTIMA", 7}, {"DÉCIMA", 10}, {"UNDÉCIMA", 11},
		{"DÉCIMA PRIMERA", 11}, {"DECIMOPRIMERA", 11}, {"DÉCIMO TERCERA", 13}, {"DÉCIMANOVENA", 19}, {"VIGÉSIMA", 20},
		{"VIGÉSIMA SEGUNDA", 22}, {"TRIGÉSIMO PRIMERO", 31}};
	struct clausulado c = partir("PRIMERA. Uno\nx\nSEGUNDA. Dos\nx");
	for (size_t i = 0; i < sizeof filas / sizeof *filas; i++) {
		c.v[0].ordinal = filas[i].valor;
		ck_assert_msg(clausula_buscar(&c, filas[i].palabra, a) == (filas[i].valor == 2 ? 1 : 0), "%s", filas[i].palabra);
	}
}
END_TEST

/* Every paragraph belongs to exactly one part, in order; nothing of the text is lost but the numbers. */
START_TEST(nada_se_pierde)
{
	const char *s = casos[_i].texto;
	const struct escrito e = escrito_de(s, a);
	struct clausulado c;
	size_t siguiente = 0;
	ck_assert_int_eq(clausulado_make(&e, a, &c, &err), STATUS_OK);
	for (size_t i = 0; i < c.n; i++) {
		size_t saltos = 0;
		ck_assert_uint_eq(c.v[i].primero, siguiente);
		ck_assert_uint_ge(c.v[i].n, 1);
		siguiente += c.v[i].n;
		ck_assert_uint_eq(strlen(c.v[i].texto), c.v[i].len);
		for (size_t k = 0; k < c.v[i].len; k++)
			saltos += c.v[i].texto[k] == '\n';
		ck_assert_uint_eq(c.v[i].cuerpo + saltos + 1, siguiente);
	}
	ck_assert_uint_eq(siguiente, e.n);
}
END_TEST

START_TEST(texto_sin_numero)
{
	const struct clausulado c = partir("PRIMERA.- OBJETO. Uno\ndos\nSEGUNDA.-\nVigencia\nTres\u00ADcientos");
	ck_assert_str_eq(c.v[0].texto, "OBJETO. Uno\ndos");
	ck_assert_str_eq(c.v[1].texto, "Vigencia\nTrescientos");
	ck_assert_str_eq(c.v[1].titulo, "Vigencia");
	ck_assert_uint_eq(c.v[1].primero, 2);
	ck_assert_uint_eq(c.v[1].cuerpo, 3);
	ck_assert_str_eq(clausula_nombre(&c.v[0], a), "Cláusula PRIMERA. OBJETO");
}
END_TEST

START_TEST(busca_por_nombre)
{
	const struct clausulado c =
		partir("Entre las Partes\nARTÍCULO I Objeto\nx\nARTÍCULO II Financiamiento\nx\nARTÍCULO III Solución de controversias\n"
		       "x\nFirmado en León, en dos ejemplares.\nANEXO II. Presupuesto\nx");
	static const struct {
		const char *nombre;
		int parte;
	} filas[] = {{"ARTÍCULO II", 2}, {"artículo 2", 2}, {"Segunda", 2}, {"cláusula segunda", 2},
		{"ARTÍCULO III (Solución de controversias)", 3}, {"Solución de controversias", 3}, {"financiamiento", 2}, {"preámbulo", 0},
		{"Cierre y firmas", 4}, {"anexo 2", 5}, {"Anexo II", 5}, {"ARTÍCULO IX", -1}, {"Propiedad intelectual", -1}, {"", -1},
		{"\xFF", -1}};
	for (size_t i = 0; i < sizeof filas / sizeof *filas; i++)
		ck_assert_msg(clausula_buscar(&c, filas[i].nombre, a) == filas[i].parte, "%s: %d", filas[i].nombre,
			clausula_buscar(&c, filas[i].nombre, a));
	ck_assert_str_eq(clausula_nombre(&c.v[2], a), "ARTÍCULO II. Financiamiento");
	ck_assert_str_eq(clausula_nombre(&c.v[0], a), "Preámbulo");
	ck_assert_str_eq(clausula_nombre(&c.v[5], a), "ANEXO II. Presupuesto");
}
END_TEST

/* A text of a thousand clauses, and one past the limit: whole parts, bounded. */
START_TEST(acotado)
{
	BUF_AUTO b;
	buf_init(&b, 8u << 20);
	for (int i = 1; i <= 1000; i++)
		buf_printf(&b, "Artículo %d. Título\nTexto.\n", i % 1000);
	const struct clausulado c = partir(buf_str(&b));
	ck_assert_uint_le(c.n, CLAUSULADO_PARTES_MAX);
	ck_assert_uint_eq(c.v[c.n - 1].primero + c.v[c.n - 1].n, 2000);
	ck_assert(!c.truncado);
	buf_reset(&b);
	for (int i = 0; i < 3000; i++)
		buf_printf(&b, "%01024d\n", i);
	ck_assert(partir(buf_str(&b)).truncado);
}
END_TEST

START_TEST(malo)
{
	struct clausulado c;
	struct parrafo p = {.texto = "PRIMERA \xC3"};
	const struct escrito e = {&p, 1};
	ck_assert_int_eq(clausulado_make(&e, a, &c, &err), STATUS_INTERNAL);
	for (size_t bytes = 1; bytes < 40000; bytes += 500) {
		ARENA_AUTO *poca = arena_create(bytes);
		struct error e2;
		error_init(&e2, a);
		const struct escrito x = escrito_de("PRIMERA. Objeto\nUno.\nSEGUNDA. Fin\nDos.", a);
		const enum status st = clausulado_make(&x, poca, &c, &e2);
		ck_assert(st == STATUS_OK || st == STATUS_UNAVAILABLE);
	}
}
END_TEST

int main(void)
{
	Suite *s = suite_create("clausulas");
	TCase *t = tcase_create("clausulas");
	tcase_add_checked_fixture(t, preparar, soltar);
	tcase_set_timeout(t, 60);
	tcase_add_loop_test(t, tabla, 0, (int)(sizeof casos / sizeof *casos));
	tcase_add_loop_test(t, nada_se_pierde, 0, (int)(sizeof casos / sizeof *casos));
	tcase_add_test(t, ordinales);
	tcase_add_test(t, texto_sin_numero);
	tcase_add_test(t, busca_por_nombre);
	tcase_add_test(t, acotado);
	tcase_add_test(t, malo);
	suite_add_tcase(s, t);
	SRunner *r = srunner_create(s);
	srunner_run_all(r, CK_NORMAL);
	const int fallos = srunner_ntests_failed(r);
	srunner_free(r);
	return fallos ? EXIT_FAILURE : EXIT_SUCCESS;
}
