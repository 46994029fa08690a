/* The message inspector in its cage: what a good message needs is there, charsets of every kind included; bad ones are findings. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/hash.h"
#include "documents/correo.h"

static char inspector[4096];
static struct arena *arena;
static struct correo c;
static int partes;

static int archivo(const char *p, size_t n)
{
	int fd = memfd_create("correo", MFD_CLOEXEC);

	ck_assert(fd >= 0 && write(fd, p, n) == (ssize_t)n);
	return fd;
}

static enum status leer_con(const struct correo_opciones *op, const char *p, size_t n)
{
	struct error err;
	int fd = archivo(p, n);

	arena = arena_create(16u << 20);
	error_init(&err, arena);
	partes = memfd_create("partes", MFD_CLOEXEC);
	const enum status st = correo_leer(op, fd, n, partes, arena, &c, &err);

	close(fd);
	return st;
}

static enum status leer(const char *p, size_t n)
{
	return leer_con(&(struct correo_opciones){.inspector = inspector}, p, n);
}

static void cerrar(void)
{
	close(partes);
	arena_destroy(arena);
}

START_TEST(test_bueno)
{
	static const char m[] = "From: =?iso-2022-jp?B?GyRCNX5FVBsoQg==?= <a@b.mx>\r\nSubject: =?windows-1252?Q?=93a=F1o=94?=\r\n"
				"Date: Tue, 1 Dec 2026 10:00:00 -0600\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
				"--b\r\nContent-Type: text/plain; charset=iso-8859-15\r\n\r\n\xA4 a\xF1o\r\n"
				"--b\r\nContent-Type: application/pdf; name=a.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\nJVBERi0x\r\n"
				"--b\r\nContent-Type: image/png; name=b.png\r\n\r\nPNG\r\n--b--\r\n";
	char bytes[10] = "";

	ck_assert_int_eq(leer(m, sizeof m - 1), STATUS_OK);
	ck_assert_str_eq(correo_hallazgo_name(c.hallazgo), "");
	ck_assert_str_eq(c.de_nombre, "京都");
	ck_assert_str_eq(c.asunto, "“año”");
	ck_assert_str_eq(c.texto, "€ año");
	ck_assert_int_eq(c.fecha, INT64_C(1796140800) * 1000000);
	ck_assert_uint_eq(c.n_partes, 2);
	ck_assert_int_eq(pread(partes, bytes, 9, (off_t)c.partes[0].inicio), 9);
	ck_assert_str_eq(bytes, "%PDF-1PNG");
	cerrar();
}
END_TEST

START_TEST(test_malos)
{
	char *grande = malloc(1 << 20);
	size_t n = (size_t)snprintf(grande, 1 << 20, "From: a@b.mx\r\n");

	for (int i = 0; i < 1000; i++)
		n += (size_t)snprintf(grande + n, (1u << 20) - n, "Content-Type: multipart/mixed; boundary=\"b%d\"\r\n\r\n--b%d\r\n", i, i);
	ck_assert_int_eq(leer(grande, n), STATUS_OK);
	ck_assert_int_eq(c.hallazgo, CORREO_ANIDADO);
	cerrar();
	memset(grande, 'x', 1 << 20);
	ck_assert_int_eq(leer(grande, 1 << 20), STATUS_OK);
	ck_assert_int_eq(c.hallazgo, CORREO_NO_ES_CORREO);
	cerrar();
	free(grande);
}
END_TEST

START_TEST(test_plazo)
{
	const size_t n = 32u << 20;
	char *m = malloc(n);
	size_t at = (size_t)snprintf(m, n, "From: a@b.mx\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n");

	while (at < n - 40)
		at += (size_t)snprintf(m + at, n - at, "--b\r\n\r\nx\r\n");
	ck_assert_int_eq(leer_con(&(struct correo_opciones){.inspector = inspector, .plazo_ms = 400}, m, at), STATUS_OK);
	ck_assert_int_eq(c.hallazgo, CORREO_TIEMPO);
	cerrar();
	free(m);
}
END_TEST

/* Children that are no inspectors, and one that is not there. */
START_TEST(test_otro_programa)
{
	ck_assert_int_eq(leer_con(&(struct correo_opciones){.inspector = "/bin/false"}, "From: a@b\r\n\r\n", 13), STATUS_UNAVAILABLE);
	cerrar();
	ck_assert_int_eq(leer_con(&(struct correo_opciones){.inspector = "/no/existe"}, "From: a@b\r\n\r\n", 13), STATUS_UNAVAILABLE);
	cerrar();
}
END_TEST

int main(void)
{
	Suite *s = suite_create("correo_jaula");
	TCase *t = tcase_create("correo_jaula");
	const char *bin = getenv("DICTAMEN_BIN");
	SRunner *r;
	int failed;

	if (!hash_init() || !bin)
		return EXIT_FAILURE;
	snprintf(inspector, sizeof inspector, "%s/dictamen-inspector-correo", bin);
	tcase_set_timeout(t, 60);
	tcase_add_test(t, test_bueno);
	tcase_add_test(t, test_malos);
	tcase_add_test(t, test_plazo);
	tcase_add_test(t, test_otro_programa);
	suite_add_tcase(s, t);
	r = srunner_create(s);
	srunner_run_all(r, CK_NORMAL);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
