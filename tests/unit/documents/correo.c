/* The message parser, in this process: header, text, parts, every finding; and the record that the parent decodes. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "documents/correo_analisis.h"
#include "documents/correo_registro.h"

#define CABEZA \
	"From: =?UTF-8?Q?Ana_P=C3=A9rez?= <ana@guadalajara.gob.mx>\r\nTo: dgcp@sre.gob.mx\r\nMessage-ID: <a1@guadalajara.gob.mx>\r\n" \
	"Date: Tue, 1 Dec 2026 10:00:00 -0600\r\nSubject: =?iso-8859-1?Q?Solicitud_de_dictamen=2C_oficio_n=FAm=2E_5?=\r\nMIME-Version: " \
	"1.0\r\n"

static struct arena *arena;
static struct correo c;
static struct correo_mensaje *m;

static void abrir(const char *s, size_t n)
{
	arena = arena_create(16u << 20);
	m = correo_analizar((const uint8_t *)s, n, arena, &c);
	ck_assert_ptr_nonnull(m);
}

static bool juntar(void *ctx, const void *p, size_t n)
{
	buf_append(ctx, p, n);
	return true;
}

static struct buf bytes_de(size_t i)
{
	struct buf b;

	buf_init(&b, 64u << 20);
	ck_assert(correo_parte_escribir(m, i, juntar, &b));
	ck_assert_uint_eq(b.len, c.partes[i].tamano);
	return b;
}

/* What a good child would send comes back as it was. */
static void ida_y_vuelta(void)
{
	struct correo d;
	uint64_t total = 0;
	BUF_AUTO b;

	for (size_t i = 0; i < c.n_partes; i++)
		total += c.partes[i].tamano;
	buf_init(&b, CORREO_REGISTRO_MAX);
	correo_registro_encode(&c, &b);
	ck_assert(!b.failed);
	ck_assert(correo_registro_decode((const uint8_t *)buf_str(&b), b.len, total, arena, &d));
	ck_assert_int_eq(d.hallazgo, c.hallazgo);
	ck_assert_str_eq(d.de, c.de);
	ck_assert_str_eq(d.asunto, c.asunto);
	ck_assert_str_eq(d.texto, c.texto);
	ck_assert_uint_eq(d.n_partes, c.n_partes);
	ck_assert(!correo_registro_decode((const uint8_t *)buf_str(&b), b.len, total + 1, arena, &d));
	for (size_t n = 0; n < b.len; n += n < 200 ? 1 : b.len / 50 + 1)
		ck_assert(!correo_registro_decode((const uint8_t *)buf_str(&b), n, total, arena, &d));
}

static void cerrar(void)
{
	ida_y_vuelta();
	correo_mensaje_free(m);
	arena_destroy(arena);
}

#define ABRIR(literal) abrir("" literal, sizeof literal - 1)

START_TEST(test_encabezados)
{
	ABRIR(CABEZA "Reply-To: Oficina <oficina@guadalajara.gob.mx>\r\nCc: a@b.mx, c@d.mx\r\n\r\nHola\r\n");
	ck_assert_int_eq(c.hallazgo, CORREO_NINGUNO);
	ck_assert_str_eq(c.de, "ana@guadalajara.gob.mx");
	ck_assert_str_eq(c.de_nombre, "Ana Pérez");
	ck_assert_str_eq(c.asunto, "Solicitud de dictamen, oficio núm. 5");
	ck_assert_str_eq(c.message_id, "a1@guadalajara.gob.mx");
	ck_assert_str_eq(c.responder_a, "oficina@guadalajara.gob.mx");
	ck_assert_str_eq(c.para, "dgcp@sre.gob.mx, a@b.mx, c@d.mx");
	ck_assert_int_eq(c.fecha, INT64_C(1796140800) * 1000000);
	ck_assert_str_eq(c.texto, "Hola");
	ck_assert(!c.automatico);
	ck_assert_uint_eq(c.n_partes, 0);
	cerrar();
}
END_TEST

START_TEST(test_remitentes)
{
	static const struct {
		const char *texto;
		enum correo_hallazgo h;
	} casos[] = {
		{"", CORREO_NO_ES_CORREO},
		{"Subject: x\r\n\r\ny", CORREO_NO_ES_CORREO},
		{"\x01\x02\x03 nada\n", CORREO_NO_ES_CORREO},
		{"From: a@b.mx\r\nFrom: c@d.mx\r\n\r\ny", CORREO_DE_AMBIGUO},
		{"From: a@b.mx, c@d.mx\r\n\r\ny", CORREO_DE_AMBIGUO},
		{"From: \"a b\"@x.mx\r\n\r\ny", CORREO_DE_AMBIGUO},
		{"From: sin arroba\r\n\r\ny", CORREO_DE_AMBIGUO},
		{"From: grupo: a@b.mx, c@d.mx;\r\n\r\ny", CORREO_DE_AMBIGUO},
		{"From: a@b.mx\r\n\r\ny", CORREO_NINGUNO},
	};

	for (size_t i = 0; i < sizeof casos / sizeof *casos; i++) {
		abrir(casos[i].texto, strlen(casos[i].texto));
		ck_assert_msg(c.hallazgo == casos[i].h, "%zu: %s", i, correo_hallazgo_name(c.hallazgo));
		cerrar();
	}
}
END_TEST

START_TEST(test_automatico)
{
	static const char *const lineas[] = {"Auto-Submitted: auto-replied", "Auto-Submitted: auto-generated (x)", "Precedence: bulk",
		"Precedence: list", "List-Id: <x.y>", "Return-Path: <>", "Content-Type: multipart/report; boundary=x", "X-Autoreply: yes",
		"X-Autorespond: x", "X-Auto-Response-Suppress: DR, OOF, AutoReply", "X-Auto-Response-Suppress: All",
		"Content-Type: text/calendar; method=REPLY"};
	static const char *const humanas[] = {"Auto-Submitted: no", "Precedence: first-class", "Return-Path: <a@b.mx>", "X-Nada: 1",
		"X-Auto-Response-Suppress: DR, RN, NRN", "Content-Type: text/calendar; method=REQUEST"};
	char s[300];

	for (size_t i = 0; i < sizeof lineas / sizeof *lineas; i++) {
		snprintf(s, sizeof s, "From: a@b.mx\r\n%s\r\n\r\nx", lineas[i]);
		abrir(s, strlen(s));
		ck_assert_msg(c.automatico, "%s", lineas[i]);
		cerrar();
	}
	for (size_t i = 0; i < sizeof humanas / sizeof *humanas; i++) {
		snprintf(s, sizeof s, "From: a@b.mx\r\n%s\r\n\r\nx", humanas[i]);
		abrir(s, strlen(s));
		ck_assert_msg(!c.automatico, "%s", humanas[i]);
		cerrar();
	}
	ABRIR("From: MAILER-DAEMON@b.mx\r\n\r\nx");
	ck_assert(c.automatico);
	cerrar();
}
END_TEST

#define MIXTO CABEZA "Content-Type: multipart/mixed; boundary=\"b\"\r\n\r\npreámbulo\r\n"

START_TEST(test_partes)
{
	struct buf b;

	ABRIR(MIXTO "--b\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nSe=F1or:\r\n"
		    "--b\r\nContent-Type: application/pdf; name=\"=?UTF-8?Q?oficio_n=C3=BAm=2E_5.pdf?=\"\r\n"
		    "Content-Transfer-Encoding: base64\r\nContent-Disposition: attachment\r\n\r\nJVBERi0x\r\n"
		    "--b\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n"
		    "Content-Disposition: attachment; filename*0*=UTF-8''acuerdo%20; filename*1*=a%C3%B1o.docx\r\n\r\nUEsD\r\n"
		    "--b\r\nContent-Type: application/ms-tnef; name=winmail.dat\r\nContent-Transfer-Encoding: base64\r\n\r\neJ8+\r\n"
		    "--b\r\nContent-Type: application/pkcs7-signature; name=smime.p7s\r\n\r\nx\r\n--b--\r\n");
	ck_assert_int_eq(c.hallazgo, CORREO_NINGUNO);
	ck_assert_str_eq(c.texto, "Señor:");
	ck_assert_uint_eq(c.n_partes, 4);
	ck_assert_str_eq(c.partes[0].nombre, "oficio núm. 5.pdf");
	ck_assert_str_eq(c.partes[0].tipo, "application/pdf");
	b = bytes_de(0);
	ck_assert_str_eq(buf_str(&b), "%PDF-1");
	buf_free(&b);
	ck_assert_str_eq(c.partes[1].nombre, "acuerdo año.docx");
	b = bytes_de(1);
	ck_assert_str_eq(buf_str(&b), "PK\x03");
	buf_free(&b);
	ck_assert_int_eq(c.partes[2].clase, CORREO_PARTE_TNEF);
	ck_assert_uint_eq(c.partes[2].tamano, 0);
	ck_assert_int_eq(c.partes[3].clase, CORREO_PARTE_FIRMA);
	cerrar();
}
END_TEST

START_TEST(test_nombres)
{
	static const struct {
		const char *dado, *limpio;
	} casos[] = {{"../../etc/passwd", "passwd"}, {"C:\\Users\\x\\a.pdf", "a.pdf"}, {"a\nb\r.pdf", "a_b_.pdf"},
		{"a\u202Efdp.exe", "a_fdp.exe"}, {"\u200Ea\u061C.pdf", "_a_.pdf"}, {"..", ""}, {"", ""}, {"a/", ""},
		{"\xFF\xFE.pdf", "__.pdf"}, {"  espacio.pdf  ", "espacio.pdf"}, {"ñandú.pdf", "ñandú.pdf"}};
	struct arena *a = arena_create(1u << 20);
	char largo[2000];

	for (size_t i = 0; i < sizeof casos / sizeof *casos; i++)
		ck_assert_str_eq(correo_nombre_limpio(casos[i].dado, a), casos[i].limpio);
	ck_assert_str_eq(correo_nombre_limpio(NULL, a), "");
	memset(largo, 'x', sizeof largo - 1);
	largo[sizeof largo - 1] = '\0';
	ck_assert_uint_eq(strlen(correo_nombre_limpio(largo, a)), CORREO_NOMBRE_MAX);
	arena_destroy(a);
	/* In a message: RFC 2231 percent-encodes what a header line could not hold. */
	ABRIR(MIXTO "--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment;\r\n"
		    " filename*=UTF-8''a%0D%0ABcc%3A%20x%E2%80%AEfdp.exe\r\n\r\nx\r\n--b--\r\n");
	ck_assert_str_eq(c.partes[0].nombre, "a__Bcc: x_fdp.exe");
	cerrar();
}
END_TEST

START_TEST(test_base64_danado)
{
	ABRIR(MIXTO "--b\r\nContent-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n¡¡esto no es!!\r\n"
		    "--b\r\nContent-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\nJVBERi0x\r\n"
		    "--b\r\nContent-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\nJVBERi0\r\n--b--\r\n");
	ck_assert_uint_eq(c.n_partes, 3);
	ck_assert(c.partes[0].danada);
	ck_assert(!c.partes[1].danada);
	ck_assert(c.partes[2].danada);
	cerrar();
}
END_TEST

START_TEST(test_juegos_de_caracteres)
{
	static const struct {
		const char *juego, *bytes, *texto;
	} casos[] = {{"iso-8859-1", "a\xF1o", "año"}, {"windows-1252", "\x93hola\x94", "“hola”"}, {"utf-8", "a\xC3\xB1o", "año"},
		{"utf-8", "a\xF1o", "año"}, {"no-existe", "a\xF1o", "año"}, {"us-ascii", "a\xF1o", "año"},
		{"shift_jis", "\x8B\x9E\x93s", "京都"}, {"iso-2022-jp", "\x1B$B5~ET\x1B(B", "京都"}};
	char s[500];

	for (size_t i = 0; i < sizeof casos / sizeof *casos; i++) {
		snprintf(s, sizeof s, CABEZA "Content-Type: text/plain; charset=%s\r\n\r\n%s\r\n", casos[i].juego, casos[i].bytes);
		abrir(s, strlen(s));
		ck_assert_str_eq(c.texto, casos[i].texto);
		cerrar();
	}
}
END_TEST

START_TEST(test_anidado)
{
	BUF_AUTO b;

	buf_init(&b, 8u << 20);
	buf_puts(&b, CABEZA);
	for (int i = 0; i < 5000; i++)
		buf_printf(&b, "Content-Type: multipart/mixed; boundary=\"b%d\"\r\n\r\n--b%d\r\n", i, i);
	buf_puts(&b, "\r\nhola\r\n");
	abrir(buf_str(&b), b.len);
	ck_assert_int_eq(c.hallazgo, CORREO_ANIDADO);
	cerrar();
	buf_reset(&b);
	buf_puts(&b, CABEZA);
	for (int i = 0; i < 5000; i++)
		buf_puts(&b, "Content-Type: message/rfc822\r\n\r\n");
	buf_puts(&b, "\r\nhola\r\n");
	abrir(buf_str(&b), b.len);
	ck_assert_int_eq(c.hallazgo, CORREO_ANIDADO);
	ck_assert_str_eq(c.de, "ana@guadalajara.gob.mx"); /* who sent it is known all the same */
	cerrar();
}
END_TEST

START_TEST(test_muchas_partes)
{
	BUF_AUTO b;

	buf_init(&b, 8u << 20);
	buf_puts(&b, MIXTO);
	for (int i = 0; i < 10000; i++)
		buf_printf(&b, "--b\r\nContent-Type: application/pdf; name=a%d.pdf\r\n\r\nx\r\n", i);
	buf_puts(&b, "--b--\r\n");
	abrir(buf_str(&b), b.len);
	ck_assert_int_eq(c.hallazgo, CORREO_PARTES);
	ck_assert_uint_eq(c.n_partes, 0);
	cerrar();
	buf_reset(&b);
	for (int i = 0; i < 1000; i++)
		buf_printf(&b, "X-%d: y\r\n", i);
	buf_puts(&b, CABEZA "\r\nhola");
	abrir(buf_str(&b), b.len);
	ck_assert_int_eq(c.hallazgo, CORREO_ENCABEZADOS);
	cerrar();
}
END_TEST

START_TEST(test_reenviado)
{
	ABRIR(MIXTO "--b\r\nContent-Type: text/plain\r\n\r\nReenvío\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n"
		    "From: otro@x.mx\r\nSubject: dentro\r\nContent-Type: multipart/mixed; boundary=\"c\"\r\n\r\n"
		    "--c\r\nContent-Type: text/plain\r\n\r\nTexto de otro\r\n"
		    "--c\r\nContent-Type: application/pdf; name=\"oficio.pdf\"\r\n\r\n%PDF-\r\n--c--\r\n--b--\r\n");
	ck_assert_int_eq(c.hallazgo, CORREO_NINGUNO);
	ck_assert_str_eq(c.de, "ana@guadalajara.gob.mx");
	ck_assert_str_eq(c.texto, "Reenvío");
	ck_assert_uint_eq(c.n_partes, 1);
	ck_assert_int_eq(c.partes[0].nivel, 1);
	ck_assert_str_eq(c.partes[0].nombre, "oficio.pdf");
	cerrar();
}
END_TEST

START_TEST(test_incrustada)
{
	ABRIR(CABEZA
		"Content-Type: multipart/related; boundary=r\r\n\r\n--r\r\nContent-Type: multipart/alternative; boundary=a\r\n\r\n"
		"--a\r\nContent-Type: text/plain\r\n\r\nllano\r\n--a\r\nContent-Type: text/html\r\n\r\n<p>llano</p>\r\n--a--\r\n"
		"--r\r\nContent-Type: image/png; name=logo.png\r\nContent-ID: <l@x>\r\nContent-Disposition: inline\r\n\r\nx\r\n--r--\r\n");
	ck_assert_str_eq(c.texto, "llano");
	ck_assert_uint_eq(c.n_partes, 1);
	ck_assert_int_eq(c.partes[0].clase, CORREO_PARTE_INCRUSTADA);
	cerrar();
}
END_TEST

/* Signed so that only the signature opens it, encrypted, invited: said by class, and no bytes handed over. Signed in the clear is read as ever. */
START_TEST(test_cifrado_y_citas)
{
	ABRIR(CABEZA "Content-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m\r\nContent-Transfer-Encoding: "
		     "base64\r\n\r\nMIAG\r\n");
	ck_assert_uint_eq(c.n_partes, 1);
	ck_assert_int_eq(c.partes[0].clase, CORREO_PARTE_CIFRADA);
	ck_assert_uint_eq(c.partes[0].tamano, 0);
	cerrar();
	ABRIR(CABEZA "Content-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\"; boundary=e\r\n\r\n"
		     "--e\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n"
		     "--e\r\nContent-Type: application/octet-stream; name=encrypted.asc\r\n\r\n-----BEGIN PGP MESSAGE-----\r\n--e--\r\n");
	ck_assert_uint_eq(c.n_partes, 1);
	ck_assert_int_eq(c.partes[0].clase, CORREO_PARTE_CIFRADA);
	ck_assert_str_eq(c.partes[0].nombre, "encrypted.asc");
	cerrar();
	ABRIR(CABEZA "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: application/vnd.ms-outlook\r\n\r\nx\r\n"
		     "--b\r\nContent-Type: application/octet-stream; name=\"RE solicitud.MSG\"\r\n\r\nx\r\n"
		     "--b\r\nContent-Type: application/pdf; name=\".msg\"\r\n\r\n%PDF-\r\n--b--\r\n");
	ck_assert(c.n_partes == 3 && c.partes[0].clase == CORREO_PARTE_TNEF && c.partes[1].clase == CORREO_PARTE_TNEF);
	ck_assert(c.partes[1].tamano == 0 && c.partes[2].clase == CORREO_PARTE_ADJUNTO);
	cerrar();
	ABRIR(CABEZA "Content-Type: multipart/signed; protocol=\"application/pkcs7-signature\"; micalg=sha-256; boundary=s\r\n\r\n"
		     "--s\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nHola\r\n"
		     "--b\r\nContent-Type: application/pdf; name=oficio.pdf\r\n\r\n%PDF-\r\n--b--\r\n"
		     "--s\r\nContent-Type: application/pkcs7-signature; name=smime.p7s\r\n\r\nx\r\n--s--\r\n");
	ck_assert_str_eq(c.texto, "Hola");
	ck_assert_uint_eq(c.n_partes, 2);
	ck_assert_int_eq(c.partes[0].clase, CORREO_PARTE_ADJUNTO);
	ck_assert_int_eq(c.partes[1].clase, CORREO_PARTE_FIRMA);
	cerrar();
	ABRIR(CABEZA "Content-Type: multipart/alternative; boundary=a\r\n\r\n--a\r\nContent-Type: text/plain\r\n\r\nReunión\r\n"
		     "--a\r\nContent-Type: text/calendar; method=REQUEST; charset=utf-8\r\n\r\nBEGIN:VCALENDAR\r\n--a--\r\n");
	ck_assert(!c.automatico);
	ck_assert_uint_eq(c.n_partes, 1);
	ck_assert_int_eq(c.partes[0].clase, CORREO_PARTE_CITA);
	cerrar();
}
END_TEST

/* Forwarded as an attachment of what was forwarded as an attachment. */
START_TEST(test_reenviado_de_reenviado)
{
	ABRIR(MIXTO "--b\r\nContent-Type: message/rfc822\r\n\r\nFrom: b@x.mx\r\nContent-Type: multipart/mixed; boundary=\"c\"\r\n\r\n"
		    "--c\r\nContent-Type: message/rfc822\r\n\r\nFrom: c@x.mx\r\nContent-Type: multipart/mixed; boundary=\"d\"\r\n\r\n"
		    "--d\r\nContent-Type: application/pdf; name=\"oficio.pdf\"\r\n\r\n%PDF-\r\n--d--\r\n--c--\r\n--b--\r\n");
	ck_assert_uint_eq(c.n_partes, 1);
	ck_assert_int_eq(c.partes[0].nivel, 2);
	ck_assert_str_eq(c.de, "ana@guadalajara.gob.mx");
	cerrar();
}
END_TEST

START_TEST(test_autenticacion)
{
	struct arena *a = arena_create(1u << 20);
	struct correo_autenticacion x;

	ck_assert(correo_autenticacion_parse(
		" Mx.SRE.gob.mx 1; spf=pass (dice que sí; (anidado)) smtp.mailfrom=ana@Guadalajara.gob.mx;\r\n"
		"\tdkim=pass reason=\"bien; de verdad\" header.i=@guadalajara.gob.mx header.d=guadalajara.gob.mx;"
		" dmarc=fail (p=none) header.from=guadalajara.gob.mx",
		a, &x));
	ck_assert_str_eq(x.servidor, "mx.sre.gob.mx");
	ck_assert_uint_eq(x.n, 3);
	ck_assert_str_eq(x.resultados[0].dominio, "guadalajara.gob.mx");
	ck_assert_str_eq(x.resultados[1].metodo, "dkim");
	ck_assert_str_eq(x.resultados[1].dominio, "guadalajara.gob.mx");
	ck_assert_str_eq(x.resultados[2].resultado, "fail");
	ck_assert(correo_autenticacion_parse("mx.sre.gob.mx; none", a, &x));
	ck_assert_uint_eq(x.n, 0);
	ck_assert(correo_autenticacion_parse("mx.sre.gob.mx 2; spf=pass", a, &x));
	ck_assert_uint_eq(x.n, 0);
	/* A comment is no result. */
	ck_assert(correo_autenticacion_parse("mx.sre.gob.mx; spf=fail (; dkim=pass header.d=guadalajara.gob.mx)", a, &x));
	ck_assert_uint_eq(x.n, 1);
	ck_assert(correo_autenticacion_parse("mx; dkim=pass header.b=\"x; spf=pass\"", a, &x));
	ck_assert_uint_eq(x.n, 1);
	static const char *const malos[] = {"", ";", "mx; spf", "mx; =pass", "mx; spf=", "mx; spf=pass (abierto",
		"mx; spf=pass smtp.mailfrom", "mx; spf=pass smtp.mailfrom=\"a", "mx spf=pass", "mx; spf=pass x",
		"((((((((((((mx))))))))))))"};
	for (size_t i = 0; i < sizeof malos / sizeof *malos; i++)
		ck_assert_msg(!correo_autenticacion_parse(malos[i], a, &x), "%s", malos[i]);
	arena_destroy(a);
	ABRIR("Authentication-Results: mx.sre.gob.mx;\r\n spf=pass smtp.mailfrom=b.mx\r\nAuthentication-Results: otro; dkim=pass "
	      "header.d=b.mx\r\n"
	      "Authentication-Results: ((\r\nFrom: a@b.mx\r\n\r\nx");
	ck_assert_uint_eq(c.n_autenticaciones, 3);
	ck_assert_str_eq(c.autenticaciones[0].servidor, "mx.sre.gob.mx");
	ck_assert_uint_eq(c.autenticaciones[0].n, 1);
	ck_assert_str_eq(c.autenticaciones[1].servidor, "otro");
	ck_assert_uint_eq(c.autenticaciones[2].n, 0);
	cerrar();
}
END_TEST

/* A child that lies: texts that a good one would have cleaned, sizes that do not add up, values out of their lists. */
START_TEST(test_registro_mentiroso)
{
	struct arena *a = arena_create(4u << 20);
	struct correo_parte parte = {.nombre = "a.pdf", .tipo = "application/pdf", .tamano = 5};
	struct correo base = {.fecha = 0,
			      .message_id = "i@x",
			      .de = "a@b.mx",
			      .de_nombre = "",
			      .responder_a = "",
			      .para = "",
			      .asunto = "s",
			      .texto = "t",
			      .partes = &parte,
			      .n_partes = 1},
		      d;
	struct buf b;

#define PROBAR(cambio, espera) \
	do { \
		struct correo mala = base; \
		struct correo_parte p = parte; \
		mala.partes = &p; \
		cambio; \
		buf_init(&b, CORREO_REGISTRO_MAX); \
		correo_registro_encode(&mala, &b); \
		ck_assert_msg(correo_registro_decode((const uint8_t *)buf_str(&b), b.len, 5, a, &d) == (espera), "%s", #cambio); \
		buf_free(&b); \
	} while (0)
	PROBAR((void)mala, true);
	PROBAR(mala.hallazgo = CORREO_TAMANO, false);
	PROBAR(mala.hallazgo = CORREO_ANIDADO, false); /* with parts */
	PROBAR(mala.de = "", false);
	PROBAR(mala.de = "a@b.mx\nBcc: x@y", false);
	PROBAR(mala.message_id = "i>\r\nx", false);
	PROBAR(mala.asunto = "a\nb", false);
	PROBAR(mala.asunto = "a\u202Eb", false);
	PROBAR(mala.asunto = "\xFF", false);
	PROBAR(mala.texto = "a\x01", false);
	PROBAR(mala.texto = "a\nb", true);
	PROBAR(p.nombre = "../a", false);
	PROBAR(p.nombre = "a\rb", false);
	PROBAR(p.tipo = "", false);
	PROBAR(p.tipo = "a b", false);
	PROBAR(p.tamano = 6, false);
	PROBAR(p.tamano = UINT64_MAX, false);
	PROBAR(p.clase = CORREO_PARTE_TNEF, false); /* with bytes */
	PROBAR(p.clase = CORREO_PARTE_CLASE_COUNT, false);
	PROBAR(p.nivel = 200, false);
	arena_destroy(a);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("correo");
	TCase *t = tcase_create("correo");
	SRunner *r;
	int failed;

	if (!hash_init() || !correo_preparar())
		return EXIT_FAILURE;
	tcase_set_timeout(t, 60);
	tcase_add_test(t, test_encabezados);
	tcase_add_test(t, test_remitentes);
	tcase_add_test(t, test_automatico);
	tcase_add_test(t, test_partes);
	tcase_add_test(t, test_nombres);
	tcase_add_test(t, test_base64_danado);
	tcase_add_test(t, test_juegos_de_caracteres);
	tcase_add_test(t, test_anidado);
	tcase_add_test(t, test_muchas_partes);
	tcase_add_test(t, test_reenviado);
	tcase_add_test(t, test_incrustada);
	tcase_add_test(t, test_cifrado_y_citas);
	tcase_add_test(t, test_reenviado_de_reenviado);
	tcase_add_test(t, test_autenticacion);
	tcase_add_test(t, test_registro_mentiroso);
	suite_add_tcase(s, t);
	r = srunner_create(s);
	srunner_run_all(r, CK_NORMAL);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
