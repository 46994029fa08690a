#include "prueba_emision.h"

#define HUECO \
	"%%PDF-1.7\n1 0 obj\n<</Type /Sig/ByteRange [0 0000000000 0000000000 0000000000]/Contents <%s>/M " \
	"(D:00000000000000Z)>>\nendobj\n%%%%EOF\n"
#define INSTANTE INT64_C(1795688132000000) /* 2026-11-26T10:15:32Z */

static void ceros(char *out, size_t n)
{
	memset(out, '0', n);
	out[n] = '\0';
}

static void pdf_vacio(struct buf *pdf, size_t digitos)
{
	char *z = arena_alloc(a, digitos + 1);
	ceros(z, digitos);
	buf_init(pdf, 1u << 20);
	buf_printf(pdf, HUECO, z);
}

static struct sello *cargar(void)
{
	struct sello_opciones o = opciones();
	struct sello *s;
	ck_assert_int_eq(sello_crear(carpeta, "Pruebas", 1, &err), STATUS_OK);
	ck_assert_int_eq(sello_load(&o, &s, &err), STATUS_OK);
	return s;
}

START_TEST(firma_y_verifica)
{
	struct sello *s = cargar();
	const char *ca = leer(en_carpeta("ca.pem")), *quien = NULL;
	BUF_AUTO der;
	buf_init(&der, 1u << 20);
	struct sha256 h;
	struct sellado r;
	bool valido;
	sha256_of("hola", 4, &h);
	ck_assert_int_eq(sello_firmar(s, &h, a, &der, &r, &err), STATUS_OK);
	ck_assert(!r.tiempo && !r.motivo);
	ck_assert_int_eq(sello_verificar(der.data, der.len, "hola", 4, ca, a, &valido, &quien, &err), STATUS_OK);
	ck_assert(valido);
	ck_assert_ptr_nonnull(strstr(quien, "Sello electrónico de documentos"));
	ck_assert_int_eq(sello_verificar(der.data, der.len, "hole", 4, ca, a, &valido, NULL, &err), STATUS_OK);
	ck_assert(!valido);
	/* 1.2.840.113549.1.9.5 is signingTime, which a baseline signature must not have; ….16.2.47 is signingCertificateV2, which it must. */
	ck_assert_ptr_null(memmem(der.data, der.len, "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x09\x05", 11));
	ck_assert_ptr_nonnull(memmem(der.data, der.len, "\x06\x0b\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x02\x2f", 13));
	sello_free(s);
}
END_TEST

START_TEST(otra_autoridad_no_vale)
{
	struct sello *s = cargar();
	BUF_AUTO der;
	buf_init(&der, 1u << 20);
	struct sha256 h;
	struct sellado r;
	bool valido;
	sha256_of("x", 1, &h);
	ck_assert_int_eq(sello_firmar(s, &h, a, &der, &r, &err), STATUS_OK);
	ck_assert_int_eq(mkdir(en_carpeta("otra"), 0700), 0);
	ck_assert_int_eq(sello_crear(en_carpeta("otra"), "Pruebas", 1, &err), STATUS_OK);
	ck_assert_int_eq(sello_verificar(der.data, der.len, "x", 1, leer(en_carpeta("otra/ca.pem")), a, &valido, NULL, &err), STATUS_OK);
	ck_assert(!valido);
	ck_assert_int_eq(sello_verificar(der.data, der.len, "x", 1, "no es PEM", a, &valido, NULL, &err), STATUS_UNAVAILABLE);
	ck_assert_int_eq(
		sello_verificar("basura", 6, "x", 1, leer(en_carpeta("ca.pem")), a, &valido, NULL, &(struct error){.arena = a}), STATUS_OK);
	ck_assert(!valido);
	sello_free(s);
}
END_TEST

/* Not valid, and nothing left behind (LeakSanitizer counts): CMS_verify gives up before it has read the content. */
START_TEST(resumen_que_no_existe)
{
	static const char sha256[] = "\x60\x86\x48\x01\x65\x03\x04\x02\x01";
	struct sello *s = cargar();
	BUF_AUTO der;
	buf_init(&der, 1u << 20);
	struct sha256 h;
	struct sellado r;
	bool valido;
	sha256_of("x", 1, &h);
	ck_assert_int_eq(sello_firmar(s, &h, a, &der, &r, &err), STATUS_OK);
	char *oid = memmem(der.data, der.len, sha256, sizeof sha256 - 1);
	ck_assert_ptr_nonnull(oid);
	oid[sizeof sha256 - 2] = 0x7f;
	ck_assert_int_eq(sello_verificar(der.data, der.len, "x", 1, leer(en_carpeta("ca.pem")), a, &valido, NULL, &err), STATUS_OK);
	ck_assert(!valido);
	sello_free(s);
}
END_TEST

/* Every byte of the file counts: one altered anywhere outside the signature's value, and it is refused. */
START_TEST(pdf_sellado)
{
	struct sello *s = cargar();
	const char *ca = leer(en_carpeta("ca.pem"));
	BUF_AUTO pdf;
	struct sellado r;
	bool valido;
	pdf_vacio(&pdf, 16384);
	size_t antes = pdf.len;
	ck_assert_int_eq(sello_pdf(s, &pdf, INSTANTE, a, &r, &err), STATUS_OK);
	ck_assert_uint_eq(pdf.len, antes);
	ck_assert(r.en == INSTANTE);
	ck_assert_ptr_nonnull(strstr(buf_str(&pdf), "/M (D:20261126101532Z)"));
	ck_assert_int_eq(sello_verificar_pdf(pdf.data, pdf.len, ca, a, &valido, NULL, &err), STATUS_OK);
	ck_assert(valido);
	/* Without an authority only whether it is what was sealed; who did is told all the same. */
	const char *sujeto = NULL;
	ck_assert_int_eq(sello_verificar_pdf(pdf.data, pdf.len, NULL, a, &valido, &sujeto, &err), STATUS_OK);
	ck_assert(valido && sujeto);
	pdf.data[pdf.len - 1] ^= 1;
	ck_assert_int_eq(sello_verificar_pdf(pdf.data, pdf.len, NULL, a, &valido, NULL, &err), STATUS_OK);
	ck_assert(!valido);
	pdf.data[pdf.len - 1] ^= 1;
	const char *contenido = strstr(pdf.data, "/Contents <"), *fin = strchr(contenido, '>');
	for (size_t i = 0; i < pdf.len; i++) {
		if (pdf.data + i > contenido + 10 && pdf.data + i < fin)
			continue;
		pdf.data[i] ^= 1;
		ck_assert_int_eq(sello_verificar_pdf(pdf.data, pdf.len, ca, a, &valido, NULL, &err), STATUS_OK);
		ck_assert_msg(!valido, "byte %zu", i);
		pdf.data[i] ^= 1;
	}
	/* What is appended is not covered, and is told. */
	buf_puts(&pdf, "%\n");
	ck_assert_int_eq(sello_verificar_pdf(pdf.data, pdf.len, ca, a, &valido, NULL, &err), STATUS_OK);
	ck_assert(!valido);
	sello_free(s);
}
END_TEST

START_TEST(pdf_sin_hueco)
{
	struct sello *s = cargar();
	struct sellado r;
	BUF_AUTO pdf;
	pdf_vacio(&pdf, 16384);
	ck_assert_int_eq(sello_pdf(s, &pdf, INSTANTE, a, &r, &err), STATUS_OK);
	ck_assert_int_eq(sello_pdf(s, &pdf, INSTANTE, a, &r, &err), STATUS_INTERNAL); /* sealed already */
	BUF_AUTO doble;
	pdf_vacio(&doble, 16384);
	BUF_AUTO otra;
	pdf_vacio(&otra, 16384);
	buf_append(&doble, otra.data, otra.len);
	ck_assert_int_eq(sello_pdf(s, &doble, INSTANTE, a, &r, &(struct error){.arena = a}), STATUS_INTERNAL);
	BUF_AUTO chico;
	pdf_vacio(&chico, 512); /* the signature does not fit */
	ck_assert_int_eq(sello_pdf(s, &chico, INSTANTE, a, &r, &(struct error){.arena = a}), STATUS_INTERNAL);
	sello_free(s);
}
END_TEST

static void rechaza(const struct sello_opciones *o, const char *dice)
{
	struct sello *s;
	error_init(&err, a);
	ck_assert_int_eq(sello_load(o, &s, &err), STATUS_UNAVAILABLE);
	ck_assert_int_eq((int)err.problem, PROBLEM_SELLO_NO_DISPONIBLE);
	ck_assert_msg(strstr(err.detail.es, dice) != NULL, "%s", err.detail.es);
	ck_assert_ptr_null(s);
}

START_TEST(lo_que_no_se_carga)
{
	struct sello_opciones o = opciones();
	rechaza(&o, "no se puede leer el certificado");
	ck_assert_int_eq(sello_crear(carpeta, "Pruebas", 1, &err), STATUS_OK);
	struct stat st;
	ck_assert_int_eq(stat(en_carpeta("sello.llave"), &st), 0);
	ck_assert_uint_eq(st.st_mode & 07777, 0600);
	static const mode_t malos[] = {0604, 0640, 0660, 0602, 0644};
	for (size_t i = 0; i < sizeof malos / sizeof *malos; i++) {
		chmod(o.llave, malos[i]);
		rechaza(&o, "la pueden leer otros");
	}
	chmod(o.llave, 0600);
	o.certificado = en_carpeta("ca.pem");
	rechaza(&o, "no es la de ese certificado");
	o = opciones();
	o.llave = en_carpeta("no-hay");
	rechaza(&o, "no se puede leer la llave");
	o = opciones();
	escribir("basura", "-----BEGIN CERTIFICATE-----\nbasura\n-----END CERTIFICATE-----\n", 0600);
	o.llave = en_carpeta("basura");
	rechaza(&o, "no se entiende");
	o = opciones();
	o.certificado = en_carpeta("basura");
	rechaza(&o, "no tiene un certificado");
	o = opciones();
	o.tsa_url = "http://127.0.0.1:9/";
	rechaza(&o, "sin el certificado con que se comprueba");
	error_init(&err, a);
	ck_assert_int_eq(sello_crear(carpeta, "Pruebas", 1, &err), STATUS_CONFLICT);
	error_init(&err, a);
	ck_assert_int_eq(sello_crear("/no/hay", "Pruebas", 1, &err), STATUS_UNAVAILABLE);
}
END_TEST

/* Nobody answers at the TSA: sealed without and said so, or not sealed at all, as configured. */
START_TEST(tsa_caida)
{
	ck_assert_int_eq(sello_crear(carpeta, "Pruebas", 1, &err), STATUS_OK);
	for (int exigida = 0; exigida < 2; exigida++) {
		struct sello_opciones o = opciones();
		struct sello *s;
		struct sha256 h;
		struct sellado r;
		BUF_AUTO der;
		buf_init(&der, 1u << 20);
		o.tsa_url = "http://127.0.0.1:9/";
		o.tsa_certificado = en_carpeta("ca.pem");
		o.tsa_exigida = exigida;
		error_init(&err, a);
		ck_assert_int_eq(sello_load(&o, &s, &err), STATUS_OK);
		sha256_of("x", 1, &h);
		ck_assert_int_eq(sello_firmar(s, &h, a, &der, &r, &err), exigida ? STATUS_UNAVAILABLE : STATUS_OK);
		ck_assert(!r.tiempo);
		ck_assert_ptr_nonnull(strstr(r.motivo, "no respondió"));
		ck_assert((der.len == 0) == (exigida == 1));
		sello_free(s);
	}
}
END_TEST

START_TEST(lo_que_dice)
{
	struct sello *s = cargar();
	struct sello_datos d;
	ck_assert_int_eq(sello_datos(s, a, &d, &err), STATUS_OK);
	ck_assert_ptr_nonnull(strstr(d.sujeto, "O=Pruebas"));
	ck_assert_ptr_nonnull(strstr(d.emisor, "Autoridad propia"));
	ck_assert(d.desde < reloj_now() && d.hasta > reloj_now() && !sha256_is_zero(&d.huella) && *d.serie);
	sello_free(s);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("sello");
	TCase *t = tcase_create("sello");
	tcase_set_timeout(t, 120);
	tcase_add_checked_fixture(t, preparar, recoger);
	tcase_add_test(t, firma_y_verifica);
	tcase_add_test(t, otra_autoridad_no_vale);
	tcase_add_test(t, resumen_que_no_existe);
	tcase_add_test(t, pdf_sellado);
	tcase_add_test(t, pdf_sin_hueco);
	tcase_add_test(t, lo_que_no_se_carga);
	tcase_add_test(t, tsa_caida);
	tcase_add_test(t, lo_que_dice);
	suite_add_tcase(s, t);
	return correr(s);
}
