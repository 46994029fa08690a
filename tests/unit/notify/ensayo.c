/* What a sandbox sends by mail says so three times: to whoever lists, reads or filters. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/html.h"
#include "base/modo.h"
#include "notify/mensaje.h"

START_TEST(un_correo)
{
	struct error err;
	ARENA_AUTO *a = arena_create(1u << 16);
	BUF_AUTO html;
	BUF_AUTO out;
	error_init(&err, a);
	buf_init(&html, 1u << 16);
	buf_init(&out, 1u << 20);
	ck_assert(!modo_ensayo());
	html_begin(&html, "Acuse");
	ck_assert_ptr_null(strstr(buf_str(&html), ENSAYO_MARCA));
	modo_ensayo_set();
	ck_assert(modo_ensayo());
	buf_reset(&html);
	html_begin(&html, "Acuse");
	ck_assert_ptr_nonnull(strstr(buf_str(&html), "<strong>" ENSAYO_MARCA));
	const struct mensaje_saliente m = {.de = "acuerdos@sre.example",
		.a = "ana@guadalajara.example",
		.asunto = "Acuse de recibo",
		.en_respuesta_a = "",
		.texto = "Recibimos su solicitud.\n",
		.id = "x"};
	ck_assert_int_eq(mensaje_write(&m, &out, &err), STATUS_OK);
	/* RFC 2047 and quoted-printable: the dash is what is encoded. */
	ck_assert_ptr_nonnull(strstr(buf_str(&out), "Dictamen-Ensayo: sin validez\r\n"));
	ck_assert_ptr_nonnull(strstr(buf_str(&out), "ENSAYO =E2=80=94 SIN VALIDEZ\r\n\r\nRecibimos"));
	ck_assert_ptr_nonnull(strstr(buf_str(&out), "Subject: "));
	ck_assert_ptr_null(strstr(buf_str(&out), "Subject: Acuse"));
}
END_TEST

int main(void)
{
	Suite *s = suite_create("ensayo");
	TCase *t = tcase_create("ensayo");
	tcase_add_test(t, un_correo);
	suite_add_tcase(s, t);
	SRunner *r = srunner_create(s);
	srunner_run_all(r, CK_ENV);
	const int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
