/* The layers of the configuration, every type's limits, and that secrets never show. */
#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/comun.h"
#include "cli/config.h"

static struct arena *a;
static struct config_lectura l;

static void setup(void)
{
	a = arena_create(1 << 20);
}
static void teardown(void)
{
	config_lectura_free(&l);
	arena_destroy(a);
}

static bool read_with(char *const *argv, char *const *env)
{
	int argc = 0;
	while (argv[argc])
		argc++;
	struct config_fuentes f = {.argc = argc, .argv = argv, .env = env};
	config_lectura_free(&l);
	return config_read(&f, a, &l);
}
#define ARGS(...) ((char *const[]){__VA_ARGS__ __VA_OPT__(, ) NULL})

static char *write_file(const char *text)
{
	static char path[] = "/tmp/dictamen-config-XXXXXX";
	strcpy(path, "/tmp/dictamen-config-XXXXXX");
	int fd = mkstemp(path);
	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq((int)write(fd, text, strlen(text)), (int)strlen(text));
	close(fd);
	return path;
}

START_TEST(por_omision)
{
	ck_assert_msg(read_with(ARGS(), ARGS()), "%s", buf_str(&l.faltas));
	ck_assert_int_eq(l.config.dias_antelacion, 10);
	ck_assert_int_eq(l.config.hora_cierre, 64800);
	ck_assert_int_eq(l.config.lectura, LECTURA_DISTANCIA);
	ck_assert_int_eq(l.config.cache_bytes, 3 << 20);
	ck_assert_int_eq(l.config.documento_max, 52428800);
	ck_assert_str_eq(l.config.patron_folio, "AII-{AAAA}-{######}");
	struct reglas_plazo r = config_reglas(&l.config);
	ck_assert_int_eq(r.dias_antelacion, reglas_plazo_default.dias_antelacion);
	ck_assert_int_eq(r.hora_cierre, reglas_plazo_default.hora_cierre);
	ck_assert_int_eq(r.dias_prevencion_min, reglas_plazo_default.dias_prevencion_min);
	ck_assert_int_eq(r.meses_caducidad, reglas_plazo_default.meses_caducidad);
	ck_assert_str_eq(config_patron(&l.config, SERIE_REGISTRO), l.config.patron_registro);
	ck_assert_ptr_null(config_patron(&l.config, SERIE_NINGUNO));
}
END_TEST

START_TEST(capas)
{
	char *path = write_file("; comment\n[plazos]\ndias_antelacion = 11\nmeses_caducidad = 4\nhora_cierre = 17:30:00\n");
	ck_assert_msg(read_with(ARGS("--config", path, "--dias-antelacion=13"),
			      ARGS("DICTAMEN_DIAS_ANTELACION=12", "DICTAMEN_MESES_CADUCIDAD=5", "PATH=/bin")),
		"%s", buf_str(&l.faltas));
	ck_assert_int_eq(l.config.dias_antelacion, 13);
	ck_assert_int_eq(l.config.meses_caducidad, 5);
	ck_assert_int_eq(l.config.hora_cierre, 63000);
	ck_assert_int_eq(l.n_resto, 0);
	unlink(path);
}
END_TEST

/* What a library for INI files would cut in silence: a long value, what follows " ;", an indented line that would be the value of the one above. */
START_TEST(archivo_tal_cual)
{
	static const char *const servidores =
		"postgresql://dictamen@bd-01.sre.example,bd-02.sre.example,bd-03.sre.example,bd-04.sre.example/dictamen"
		"?target_session_attrs=read-write&application_name=dictamend&sslmode=verify-full"
		"&sslrootcert=/etc/dictamen/ca.pem&connect_timeout=5";
	char texto[1000], *arg[] = {NULL, NULL};
	snprintf(texto, sizeof texto,
		"\xEF\xBB\xBF# otra cosa\r\n[base]\r\nbase_de_datos = %s\r\n  dias_antelacion=11\r\n\r\nsmtp_clave = a ;b#c=d\r\n;fin",
		servidores);
	ck_assert_int_gt((int)strlen(servidores), 200);
	char *path = write_file(texto);
	arg[0] = arena_printf(a, "--config=%s", path);
	ck_assert_msg(read_with(arg, ARGS()), "%s", buf_str(&l.faltas));
	ck_assert_str_eq(l.config.base_de_datos, servidores);
	ck_assert_int_eq(l.config.dias_antelacion, 11);
	ck_assert_str_eq(l.config.smtp_clave, "a ;b#c=d");
	unlink(path);
}
END_TEST

START_TEST(archivo_con_faltas)
{
	char *path = write_file("escucha = 127.0.0.1:9000\n[abierta\nsmtp_clave = hush\nescucha = 127.0.0.1:9001\nsmtp-clave = hush\n");
	char *arg[] = {arena_printf(a, "--config=%s", path), NULL};
	ck_assert(!read_with(arg, ARGS()));
	static const char *const faltas[] = {
		"línea 2 mal escrita", "línea 4: la clave «escucha» está dos veces", "línea 5: la clave «smtp-clave» está dos veces"};
	for (size_t i = 0; i < sizeof faltas / sizeof *faltas; i++)
		ck_assert_msg(strstr(buf_str(&l.faltas), faltas[i]), "%s not in:\n%s", faltas[i], buf_str(&l.faltas));
	ck_assert_ptr_null(strstr(buf_str(&l.faltas), "hush"));
	unlink(path);
}
END_TEST

START_TEST(nombres_ajenos)
{
	ck_assert(read_with(ARGS(), ARGS("DICTAMEN_ESCUHA=hush", "DICTAMEN_ZONA=UTC", "DICTAMENES=1", "DICTAMEN_BIN=/x")));
	ck_assert_str_eq(buf_str(&l.ajenas), "DICTAMEN_ESCUHA DICTAMEN_BIN");
	ck_assert_str_eq(l.config.zona, "UTC");
}
END_TEST

START_TEST(resto)
{
	ck_assert(read_with(ARGS("usuario", "alta", "--nombre", "X=Y", "--lectura=integros", "--rol=dgcp"), ARGS()));
	ck_assert_int_eq(l.n_resto, 5);
	ck_assert_str_eq(l.resto[0], "usuario");
	ck_assert_str_eq(l.resto[4], "--rol=dgcp");
	ck_assert_int_eq(l.config.lectura, LECTURA_INTEGROS);
}
END_TEST

START_TEST(todas_las_faltas)
{
	char *path = write_file("nada = 1\nesto no es una clave\n");
	char *arg = malloc(strlen(path) + 10);
	sprintf(arg, "--config=%s", path);
	ck_assert(!read_with(
		ARGS(arg, "--dias_antelacion=0", "--hora_cierre=24:00:00", "--lectura=otra", "--patron_folio=AII-{AAAA}", "--escucha=8080",
			"--documento_max=2T", "--nivel_registro=mucho", "--hilos_actos= 2", "--base_de_datos=secreto\x01"),
		ARGS()));
	static const char *const faltas[] = {"línea 1: no existe la clave «nada»", "línea 2", "dias_antelacion", "hora_cierre", "lectura",
		"patron_folio", "escucha", "documento_max", "nivel_registro", "hilos_actos", "base_de_datos"};
	for (size_t i = 0; i < sizeof faltas / sizeof *faltas; i++)
		ck_assert_msg(strstr(buf_str(&l.faltas), faltas[i]), "%s not in:\n%s", faltas[i], buf_str(&l.faltas));
	ck_assert_ptr_null(strstr(buf_str(&l.faltas), "secreto\x01"));
	unlink(path);
	free(arg);
}
END_TEST

START_TEST(archivo_que_no_existe)
{
	ck_assert(!read_with(ARGS("--config=/nonexistent/x.ini"), ARGS()));
	ck_assert(!read_with(ARGS("--config"), ARGS()));
	ck_assert(!read_with(ARGS("--config=/tmp"), ARGS())); /* a folder can be opened, and has no lines */
}
END_TEST

START_TEST(tamanos)
{
	static const struct {
		const char *arg;
		int64_t bytes;
	} casos[] = {{"--cache_bytes=1048576", 1048576}, {"--cache_bytes=2M", 2097152}, {"--cache_bytes=1g", 1073741824},
		{"--cache_bytes=2048K", 2097152}};
	for (size_t i = 0; i < sizeof casos / sizeof *casos; i++) {
		ck_assert(read_with(ARGS((char *)(uintptr_t)casos[i].arg), ARGS()));
		ck_assert_int_eq(l.config.cache_bytes, casos[i].bytes);
	}
	static const char *const malos[] = {
		"--cache_bytes=", "--cache_bytes=M", "--cache_bytes=-1", "--cache_bytes=9999999999999999999G", "--cache_bytes=1MM"};
	for (size_t i = 0; i < sizeof malos / sizeof *malos; i++)
		ck_assert_msg(!read_with(ARGS((char *)(uintptr_t)malos[i]), ARGS()), "%s", malos[i]);
}
END_TEST

START_TEST(direcciones)
{
	static const char *const buenas[] = {"127.0.0.1:8080", "[::1]:8080", "0.0.0.0:0", "localhost:80", "*:65535"};
	static const char *const malas[] = {"", ":80", "8080", "a:b", "::1:80", "[]:80", "1.2.3.4:65536", "1.2.3.4:-1", "1.2.3.4:"};
	for (size_t i = 0; i < sizeof buenas / sizeof *buenas; i++)
		ck_assert_msg(config_escucha_valida(buenas[i]), "%s", buenas[i]);
	for (size_t i = 0; i < sizeof malas / sizeof *malas; i++)
		ck_assert_msg(!config_escucha_valida(malas[i]), "%s", malas[i]);
	char host[64], port[8];
	ck_assert(comun_loopback("0.0.0.0:8080", host, sizeof host, port, sizeof port));
	ck_assert_str_eq(host, "127.0.0.1");
	ck_assert_str_eq(port, "8080");
	ck_assert(comun_loopback("[::]:81", host, sizeof host, port, sizeof port));
	ck_assert_str_eq(host, "::1");
	ck_assert(!comun_loopback("x", host, sizeof host, port, sizeof port));
}
END_TEST

START_TEST(secretos_y_diferencias)
{
	ck_assert(read_with(ARGS("--base_de_datos=host=x password=hush", "--hora_cierre=09:05:07"), ARGS()));
	BUF_AUTO b, doc, ayuda, dif;
	buf_init(&b, 65536);
	buf_init(&doc, 65536);
	buf_init(&ayuda, 65536);
	buf_init(&dif, 65536);
	config_redacted(&l.config, &b);
	ck_assert_ptr_null(strstr(buf_str(&b), "hush"));
	ck_assert_ptr_nonnull(strstr(buf_str(&b), "base_de_datos=***"));
	ck_assert_ptr_nonnull(strstr(buf_str(&b), "base_de_datos_admin= "));
	ck_assert_ptr_nonnull(strstr(buf_str(&b), "hora_cierre=09:05:07"));
	config_doc(&doc);
	config_help(&ayuda);
	ck_assert_ptr_nonnull(strstr(buf_str(&doc), "`DICTAMEN_HORA_CIERRE`"));
	ck_assert_ptr_nonnull(strstr(buf_str(&ayuda), "--recordatorio_dias="));
	struct config otra = l.config;
	otra.recordatorio_dias = 9;
	otra.hilos_actos = 7;
	otra.zona = "UTC";
	config_diff_fixed(&l.config, &otra, &dif);
	ck_assert_str_eq(buf_str(&dif), "hilos_actos zona");
}
END_TEST

int main(void)
{
	Suite *s = suite_create("config");
	TCase *t = tcase_create("config");
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, por_omision);
	tcase_add_test(t, capas);
	tcase_add_test(t, archivo_tal_cual);
	tcase_add_test(t, archivo_con_faltas);
	tcase_add_test(t, nombres_ajenos);
	tcase_add_test(t, resto);
	tcase_add_test(t, todas_las_faltas);
	tcase_add_test(t, archivo_que_no_existe);
	tcase_add_test(t, tamanos);
	tcase_add_test(t, direcciones);
	tcase_add_test(t, secretos_y_diferencias);
	suite_add_tcase(s, t);
	SRunner *r = srunner_create(s);
	srunner_run_all(r, CK_ENV);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
