/* The answer as bytes: nothing that came from outside becomes a header. */
#include "notify/mensaje.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "notify/servidor_correo.h"

static struct mensaje_saliente bueno(void)
{
	return (struct mensaje_saliente){.de = "acuerdos@sre.gob.mx",
		.a = "ana@guadalajara.gob.mx",
		.asunto = "Re: Petición de dictamen",
		.en_respuesta_a = "a1@guadalajara.gob.mx",
		.texto = "Señora:\n\nFalta el oficio.\n.\n",
		.fecha = INT64_C(1796140800) * 1000000};
}

static enum status escribir(const struct mensaje_saliente *m, struct buf *out)
{
	ARENA_AUTO *a = arena_create(1u << 16);
	struct error err;

	error_init(&err, a);
	buf_init(out, 1u << 20);
	return mensaje_write(m, out, &err);
}

START_TEST(test_bueno)
{
	const struct mensaje_saliente m = bueno();
	struct buf b;

	ck_assert_int_eq(escribir(&m, &b), STATUS_OK);
	const char *t = buf_str(&b);
	static const char *const lineas[] = {"From: acuerdos@sre.gob.mx\r\n", "To: ana@guadalajara.gob.mx\r\n", "Subject: Re: =?",
		"In-Reply-To: <a1@guadalajara.gob.mx>\r\n", "References: <a1@guadalajara.gob.mx>\r\n", "Auto-Submitted: auto-replied\r\n",
		"Content-Type: text/plain; charset=utf-8\r\n", "Se=C3=B1ora:\r\n"};
	for (size_t i = 0; i < sizeof lineas / sizeof *lineas; i++)
		ck_assert_msg(strstr(t, lineas[i]), "%s in\n%s", lineas[i], t);
	for (const char *p = t; (p = strchr(p, '\n')); p++)
		ck_assert(p > t && p[-1] == '\r');
	buf_free(&b);
}
END_TEST

START_TEST(test_dos_formas)
{
	struct mensaje_saliente m = bueno();
	struct buf b;

	m.html = "<p>Se\u00f1ora</p>";
	m.id = "0193a1f0-7b1c-7c40-8f6e-2a9d1c5b7e10";
	m.en_respuesta_a = "";
	ck_assert_int_eq(escribir(&m, &b), STATUS_OK);
	static const char *const lineas[] = {"Content-Type: multipart/alternative;", "Content-Type: text/plain; charset=utf-8\r\n",
		"Content-Type: text/html; charset=utf-8\r\n", "Message-Id: <0193a1f0-7b1c-7c40-8f6e-2a9d1c5b7e10@sre.gob.mx>\r\n",
		"Auto-Submitted: auto-generated\r\n"};
	for (size_t i = 0; i < sizeof lineas / sizeof *lineas; i++)
		ck_assert_msg(strstr(buf_str(&b), lineas[i]), "%s in\n%s", lineas[i], buf_str(&b));
	ck_assert(!strstr(buf_str(&b), "In-Reply-To"));
	buf_free(&b);
	m.id = "a\r\nBcc: x@y.mx";
	ck_assert(escribir(&m, &b) == STATUS_INTERNAL && b.len == 0);
	buf_free(&b);
}
END_TEST

START_TEST(test_inyeccion)
{
	static const char *const malas[] = {"a@b.mx\r\nBcc: c@d.mx", "a@b.mx\nX: y", "a@b.mx, c@d.mx", "<a@b.mx>", "a b@c.mx", "sin-arroba",
		"@b.mx", "a@", "a@b.mx\x7F", "ñ@b.mx", ""};
	struct buf b;

	for (size_t i = 0; i < sizeof malas / sizeof *malas; i++) {
		struct mensaje_saliente m = bueno();
		m.a = malas[i];
		ck_assert_msg(escribir(&m, &b) == STATUS_INTERNAL && b.len == 0, "%s", malas[i]);
		buf_free(&b);
		m = bueno();
		m.de = malas[i];
		ck_assert_int_eq(escribir(&m, &b), STATUS_INTERNAL);
		buf_free(&b);
	}
	static const char *const asuntos[] = {"a\r\nBcc: c@d.mx", "a\nb", "a\tb", "\x01", "\xFF", "a\u202Eb"};
	for (size_t i = 0; i < sizeof asuntos / sizeof *asuntos; i++) {
		struct mensaje_saliente m = bueno();
		m.asunto = asuntos[i];
		ck_assert_int_eq(escribir(&m, &b), STATUS_INTERNAL);
		buf_free(&b);
	}
	static const char *const ids[] = {"a>\r\nBcc: x@y", "a b", "<a@b>"};
	for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
		struct mensaje_saliente m = bueno();
		m.en_respuesta_a = ids[i];
		ck_assert_int_eq(escribir(&m, &b), STATUS_INTERNAL);
		buf_free(&b);
	}
}
END_TEST

START_TEST(test_carpetas)
{
	static const struct servidor_correo s = {.url = "imap://127.0.0.1:1", .usuario = "", .clave = "", .ca = "", .plazo_s = 1};
	static const char *const malas[] = {"", "a\"b", "a\\b", "a\r\nb", "*", "ñ", "{5}"};
	struct imap *m;

	for (size_t i = 0; i < sizeof malas / sizeof *malas; i++)
		ck_assert_ptr_null(imap_open(&s, malas[i]));
	m = imap_open(&s, "Entrada SRE");
	ck_assert_ptr_nonnull(m);
	imap_close(m);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("mensaje");
	TCase *t = tcase_create("mensaje");
	SRunner *r;
	int failed;

	if (!hash_init() || !zona_init("America/Mexico_City") || !servidor_correo_init())
		return EXIT_FAILURE;
	tcase_add_test(t, test_bueno);
	tcase_add_test(t, test_dos_formas);
	tcase_add_test(t, test_inyeccion);
	tcase_add_test(t, test_carpetas);
	suite_add_tcase(s, t);
	r = srunner_create(s);
	srunner_run_all(r, CK_NORMAL);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
