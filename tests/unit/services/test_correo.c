/* What is judged of a message without a database: domains, the relay's word, what each attachment is. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "documents/inspeccion.h"
#include "services/correo.h"

static struct arena *a;

static void setup(void)
{
	a = arena_create(1u << 20);
}

static void teardown(void)
{
	arena_destroy(a);
}

START_TEST(domains_are_never_mere_suffixes)
{
	const struct dominio_hallado exacto = {.dominio = "guadalajara.gob.mx"},
				     abajo = {.dominio = "guadalajara.gob.mx", .subdominios = true};
	static const struct {
		const char *dominio;
		bool exacto, abajo;
	} casos[] = {{"guadalajara.gob.mx", true, true}, {"obras.guadalajara.gob.mx", false, true}, {"a.b.guadalajara.gob.mx", false, true},
		{"evilguadalajara.gob.mx", false, false}, {".guadalajara.gob.mx", false, false},
		{"guadalajara.gob.mx.evil.example", false, false}, {"gob.mx", false, false}, {"", false, false},
		{"guadalajara.gob.mx.", false, false}};
	for (size_t i = 0; i < sizeof casos / sizeof *casos; i++) {
		ck_assert_msg(correo_dominio_cubre(&exacto, casos[i].dominio) == casos[i].exacto, "%s", casos[i].dominio);
		ck_assert_msg(correo_dominio_cubre(&abajo, casos[i].dominio) == casos[i].abajo, "%s", casos[i].dominio);
	}
	ck_assert(!correo_dominio_cubre(&(struct dominio_hallado){.dominio = "", .subdominios = true}, "x.mx"));
}
END_TEST

START_TEST(domains_as_written)
{
	static const char *const malos[] = {"", "mx", "*.gob.mx", "a..mx", "-a.mx", "a-.mx", "a.mx.", "a b.mx", "ñ.mx", "a_b.mx", "a@b.mx"};
	ck_assert_str_eq(correo_dominio_valido("Guadalajara.GOB.mx", a), "guadalajara.gob.mx");
	for (size_t i = 0; i < sizeof malos / sizeof *malos; i++)
		ck_assert_msg(!correo_dominio_valido(malos[i], a), "%s", malos[i]);
	ck_assert_str_eq(correo_dominio("\"x@y\"@B.mx", a), "b.mx");
	ck_assert_str_eq(correo_dominio("nada", a), "");
}
END_TEST

static enum correo_veredicto juzgar(const char *const *renglones, size_t n, const char *autoridad)
{
	const struct dominio_hallado d = {.dominio = "b.mx", .subdominios = true};
	struct correo_resultado r[3];
	struct correo_autenticacion x[2] = {
		{.servidor = "otro", .resultados = r, .n = n / 3}, {.servidor = "mx.sre.gob.mx", .resultados = r, .n = n / 3}};
	const struct correo c = {.de = "a@x.b.mx", .autenticaciones = x, .n_autenticaciones = 2};
	const char *resumen;
	for (size_t i = 0; i < n / 3; i++)
		r[i] = (struct correo_resultado){
			.metodo = renglones[3 * i], .resultado = renglones[3 * i + 1], .dominio = renglones[3 * i + 2]};
	return correo_autentica(&c, autoridad, &d, a, &resumen);
}
#define JUZGAR(autoridad, ...) \
	juzgar((const char *const[]){__VA_ARGS__}, sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *), (autoridad))

START_TEST(the_relays_word)
{
	const char *mx = "MX.sre.gob.mx";
	ck_assert_int_eq(JUZGAR(mx, "dmarc", "pass", "x.b.mx"), CORREO_AUTENTICADO);
	ck_assert_int_eq(JUZGAR(mx, "dmarc", "pass", "evil.mx"), CORREO_SIN_AUTENTICACION);
	ck_assert_int_eq(JUZGAR(mx, "dkim", "pass", "b.mx"), CORREO_AUTENTICADO);
	ck_assert_int_eq(JUZGAR(mx, "dkim", "pass", "evilb.mx"), CORREO_SIN_AUTENTICACION);
	ck_assert_int_eq(JUZGAR(mx, "dkim", "pass", ""), CORREO_SIN_AUTENTICACION);
	ck_assert_int_eq(JUZGAR(mx, "spf", "softfail", "b.mx"), CORREO_SIN_AUTENTICACION);
	ck_assert_int_eq(JUZGAR(mx, "iprev", "pass", "b.mx"), CORREO_SIN_AUTENTICACION);
	ck_assert_int_eq(JUZGAR(mx, "spf", "pass", "b.mx", "dmarc", "fail", "x.b.mx"), CORREO_AUTENTICACION_FALLIDA);
	ck_assert_int_eq(JUZGAR("", "dmarc", "pass", "x.b.mx"), CORREO_SIN_AUTENTICACION);
	ck_assert_int_eq(JUZGAR("mx", "dmarc", "pass", "x.b.mx"), CORREO_SIN_AUTENTICACION);
}
END_TEST

static struct correo_parte_fila parte(const char *nombre, enum documento_tipo tipo, const char *hallazgo)
{
	return (struct correo_parte_fila){
		.tipo_parte = "adjunto", .nombre = nombre, .tipo_medio = documento_tipo_media(tipo), .hallazgo = hallazgo, .sha256 = {{1}}};
}

START_TEST(attachments_by_type_and_name)
{
	static const char *const nada[6];
	struct correo_parte_fila p[] = {parte("Anexo 1 acta.pdf", DOCUMENTO_PDF, ""), parte("OFICIO_123-2026.pdf", DOCUMENTO_PDF, ""),
		parte("anexo tecnico.docx", DOCUMENTO_DOCX, ""), parte("Acuerdo versión final.docx", DOCUMENTO_DOCX, ""),
		parte("foto.jpg", DOCUMENTO_JPEG, ""), parte("oficio.pdf", DOCUMENTO_PDF, "cifrado")};
	static const enum clase_documento esperadas[] = {CLASE_DOCUMENTO_ANEXO, CLASE_DOCUMENTO_SOLICITUD, CLASE_DOCUMENTO_ANEXO,
		CLASE_DOCUMENTO_PROYECTO, CLASE_DOCUMENTO_ANEXO, CLASE_DOCUMENTO_NINGUNO};
	correo_clasificar(p, nada, 6);
	for (size_t i = 0; i < 6; i++)
		ck_assert_msg(p[i].clase == esperadas[i], "%s", p[i].nombre);
	ck_assert(!correo_faltan(p, 6).solicitud && !correo_faltan(p, 6).proyecto);
	/* Names that say nothing: what the text begins with, else the first of each type. */
	struct correo_parte_fila r[] = {parte("scan1.pdf", DOCUMENTO_PDF, ""), parte("scan2.pdf", DOCUMENTO_PDF, "")};
	const char *const textos[] = {
		"ACTA DE CABILDO", "Oficio 12/2026. Solicitud de dictamen. Dirección General de Coordinación Política"};
	correo_clasificar(r, textos, 2);
	ck_assert_int_eq(r[0].clase, CLASE_DOCUMENTO_ANEXO);
	ck_assert_int_eq(r[1].clase, CLASE_DOCUMENTO_SOLICITUD);
	/* Three Word texts that all speak of the agreement: the one that is it. */
	static const char *const acta =
		"ACTA DE LA SESIÓN ORDINARIA DE CABILDO. Punto de acuerdo: se aprueba el convenio de hermanamiento, el proyecto y su "
		"texto. PRIMERO. Las partes firmarán el instrumento.";
	static const char *const ficha =
		"FICHA TÉCNICA DEL ACUERDO DE HERMANAMIENTO. Instrumento: acuerdo. Texto: versión final del proyecto. Objeto: turismo.";
	static const char *const texto = "ACUERDO DE HERMANAMIENTO ENTRE TOLUCA Y LORIENT. Considerando su amistad, las Partes han "
					 "acordado lo siguiente: ARTÍCULO I "
					 "Objeto. ARTÍCULO II Vigencia. Entrará en vigor al firmarse.";
	for (size_t k = 0; k < 3; k++) {
		struct correo_parte_fila w[] = {parte("Documento1.docx", DOCUMENTO_DOCX, ""), parte("Documento2.docx", DOCUMENTO_DOCX, ""),
			parte("v3 ok (1).docx", DOCUMENTO_DOCX, "")};
		const char *t[] = {acta, ficha, acta};
		t[k] = texto;
		correo_clasificar(w, t, 3);
		for (size_t i = 0; i < 3; i++)
			ck_assert_int_eq(w[i].clase, i == k ? CLASE_DOCUMENTO_PROYECTO : CLASE_DOCUMENTO_ANEXO);
	}
	struct correo_parte_fila q[] = {
		parte("scan0001.pdf", DOCUMENTO_PDF, ""), parte("", DOCUMENTO_DOCX, ""), parte("x.pdf", DOCUMENTO_PDF, "")};
	correo_clasificar(q, nada, 3);
	ck_assert_int_eq(q[0].clase, CLASE_DOCUMENTO_SOLICITUD);
	ck_assert_int_eq(q[1].clase, CLASE_DOCUMENTO_PROYECTO);
	ck_assert_int_eq(q[2].clase, CLASE_DOCUMENTO_ANEXO);
	struct correo_parte_fila logo = parte("logo.png", DOCUMENTO_PNG, "");
	logo.tipo_parte = "incrustada";
	correo_clasificar(&logo, nada, 1);
	ck_assert_int_eq(logo.clase, CLASE_DOCUMENTO_NINGUNO);
	ck_assert(correo_faltan(&logo, 1).solicitud && correo_faltan(NULL, 0).proyecto);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("services/correo");
	TCase *t = tcase_create("correo");
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, domains_are_never_mere_suffixes);
	tcase_add_test(t, domains_as_written);
	tcase_add_test(t, the_relays_word);
	tcase_add_test(t, attachments_by_type_and_name);
	suite_add_tcase(s, t);
	SRunner *r = srunner_create(s);
	srunner_run_all(r, CK_NORMAL);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
