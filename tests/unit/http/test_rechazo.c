/* Whatever libmicrohttpd itself refuses is answered like every other refusal, and ends the connection. Raw sockets, one of each kind. */
#include "unit/http/prueba.h"

static enum status h_hola(struct exchange *ex, void *worker)
{
	(void)worker;
	exchange_static(ex, 200, "application/json", "{}", 2);
	return STATUS_OK;
}

static const struct ruta rutas[] = {
	{.metodo = METODO_GET, .patron = "/hola", .operation = "hola", .lane = LANE_INLINE, .handler = h_hola},
	{.metodo = METODO_POST,
		.patron = "/j",
		.operation = "json",
		.lane = LANE_GENERAL,
		.cuerpo = CUERPO_JSON,
		.limite = 1000,
		.handler = h_hola},
	{.metodo = METODO_POST,
		.patron = "/d",
		.operation = "documento",
		.lane = LANE_DOCUMENTOS,
		.cuerpo = CUERPO_DOCUMENTO,
		.limite = SIZE_MAX,
		.handler = h_hola},
};

static struct banco b;

static void setup(void)
{
	struct servidor_opciones o = banco_opciones(rutas, 3);
	b = banco_start(&o);
}
static void teardown(void)
{
	banco_stop(&b);
}

/* The answer on `c`, its shape, and that nothing comes after it. */
static struct contestacion *rechazada(struct cliente *c, int http, const char *slug)
{
	char v[512], want[96];
	struct contestacion *r = recibir(c, false);
	ck_assert_msg(r->http == http, "%d, expected %d %s: %s", r->http, http, slug, r->body);
	ck_assert_ptr_nonnull(encabezado(r, "Content-Type", v));
	ck_assert_str_eq(v, "application/problem+json");
	ck_assert_ptr_nonnull(encabezado(r, "X-Request-Id", v));
	ck_assert(r->cierra);
	snprintf(want, sizeof want, "{\"type\":\"/problemas/%s\"", slug);
	ck_assert_msg(strstr(r->body, want) == r->body, "%s: %s", slug, r->body);
	ck_assert_ptr_nonnull(strstr(r->body, "\"que_hacer\":\""));
	ck_assert_uint_eq(c->n, 0);
	ck_assert(cierra_en(c, 3000));
	return r;
}

#define H "Host: x\r\n"
#define POST_CHUNKED(path) "POST " path " HTTP/1.1\r\n" H "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
static const struct {
	const char *text;
	int http;
	const char *slug;
} casos[] = {
	/* the request line */
	{"GET /hola\r\n\r\n", 400, "solicitud-ilegible"},
	{"GET \r\n\r\n", 400, "solicitud-ilegible"},
	{"GET /hola HTTP/1.1x\r\n" H "\r\n", 400, "solicitud-ilegible"},
	{"GET /hola http/1.1\r\n" H "\r\n", 400, "solicitud-ilegible"},
	{" GET /hola HTTP/1.1\r\n" H "\r\n", 400, "solicitud-ilegible"},
	{"hola\r\n\r\n", 400, "solicitud-ilegible"},
	{"hola\n", 400, "solicitud-ilegible"},
	{"GET /hola HTTP/0.9\r\n" H "\r\n", 505, "version-http-no-soportada"},
	{"GET /hola HTTP/3.0\r\n" H "\r\n", 505, "version-http-no-soportada"},
	{"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505, "version-http-no-soportada"},
	/* the headers */
	{"GET /hola HTTP/1.1\r\n\r\n", 400, "parametro-invalido"}, /* without Host: ours to refuse */
	{"GET /hola HTTP/1.1\r\n" H "sin dos puntos\r\n\r\n", 400, "solicitud-ilegible"},
	{"POST /j HTTP/1.1\r\n" H "Content-Length: abc\r\n\r\n", 400, "solicitud-ilegible"},
	{"POST /j HTTP/1.1\r\n" H "Content-Length: -1\r\n\r\n", 400, "solicitud-ilegible"},
	{"POST /j HTTP/1.1\r\n" H "Content-Length: 5x\r\n\r\n12345", 400, "solicitud-ilegible"},
	{"POST /j HTTP/1.1\r\n" H "Content-Length: \r\n\r\n", 400, "solicitud-ilegible"},
	{"POST /j HTTP/1.1\r\n" H "Content-Length: 99999999999999999999999\r\n\r\n", 413, "demasiado-grande"},
	/* the body's pieces */
	{POST_CHUNKED("/j") "zz\r\n{}\r\n0\r\n\r\n", 400, "solicitud-ilegible"},
	{POST_CHUNKED("/j") "2\r\n{}0\r\n\r\n", 400, "solicitud-ilegible"},
	{POST_CHUNKED("/j") "-2\r\n{}\r\n0\r\n\r\n", 400, "solicitud-ilegible"},
	{POST_CHUNKED("/j") "fffffffffffffffff\r\n{}\r\n", 413, "demasiado-grande"},
	{POST_CHUNKED("/j") "2\r\n{}\r\n0\r\nsin dos puntos\r\n\r\n", 400, "solicitud-ilegible"},
	{POST_CHUNKED("/d") "4\r\n%PDFzz\r\n", 400, "solicitud-ilegible"}, /* a document half taken in */
	/* refused already, and then unreadable: the first refusal stands */
	{POST_CHUNKED("/nada") "zz\r\n{}\r\n0\r\n\r\n", 404, "ruta-desconocida"},
};

START_TEST(cada_clase)
{
	struct cliente *c = cliente_new(b.puerto);
	enviar(c, casos[_i].text);
	free(rechazada(c, casos[_i].http, casos[_i].slug));
	cliente_free(c);
	struct contestacion *r = pedir(b.puerto, "GET /hola HTTP/1.1\r\n" H "\r\n");
	ck_assert_int_eq(r->http, 200);
	free(r);
}
END_TEST

/* Beyond the connection's memory. The rest is still on its way when the answer goes out: it must not be lost with a reset. */
START_TEST(sin_lugar)
{
	static char big[300000];
	static const struct {
		const char *head, *unit;
		int http;
		const char *slug;
	} t[] = {{"GET /hola?", "x", 414, "uri-larga"}, {"GET /hola HTTP/1.1\r\n" H "X: ", "y", 431, "encabezados-grandes"},
		{"GET /hola HTTP/1.1\r\n" H, "X: y\r\n", 431, "encabezados-grandes"}};
	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		size_t n = strlen(t[i].head), unit = strlen(t[i].unit);
		memcpy(big, t[i].head, n);
		for (; n + unit < sizeof big; n += unit)
			memcpy(big + n, t[i].unit, unit);
		struct cliente *c = cliente_new(b.puerto);
		enviar_n(c, big, n);
		free(rechazada(c, t[i].http, t[i].slug));
		cliente_free(c);
	}
}
END_TEST

/* After good requests on the same connection; what was pipelined behind it is never read as a request. */
START_TEST(a_media_conexion)
{
	struct cliente *c = cliente_new(b.puerto);
	enviar(c, "GET /hola HTTP/1.1\r\n" H "\r\n");
	struct contestacion *r = recibir(c, false);
	ck_assert_int_eq(r->http, 200);
	ck_assert(!r->cierra);
	free(r);
	enviar(c, POST_CHUNKED("/j") "2\r\n{}\r\nzz\r\nGET /hola HTTP/1.1\r\n" H "\r\n");
	free(rechazada(c, 400, "solicitud-ilegible"));
	cliente_free(c);
	c = cliente_new(b.puerto);
	enviar(c, "GET /hola HTTP/1.1\r\n" H "\r\nGET /hola HTTP/9.9\r\n" H "\r\nGET /hola HTTP/1.1\r\n" H "\r\n");
	r = recibir(c, false);
	ck_assert_int_eq(r->http, 200);
	free(r);
	free(rechazada(c, 505, "version-http-no-soportada"));
	cliente_free(c);
}
END_TEST

/* What could be read of the request still counts, language and request id; and it is counted. */
START_TEST(con_lo_que_se_leyo)
{
	static const char id[] = "0193a1f3-2c3d-7e4f-8a9b-0c1d2e3f4a5b";
	char v[512], request[512];
	struct cliente *c = cliente_new(b.puerto);
	snprintf(request, sizeof request, "POST /j HTTP/1.1\r\n" H "Accept-Language: en\r\nX-Request-Id: %s\r\nContent-Length: x\r\n\r\n",
		id);
	enviar(c, request);
	struct contestacion *r = rechazada(c, 400, "solicitud-ilegible");
	ck_assert_ptr_nonnull(strstr(r->body, "The request is not well-formed HTTP"));
	ck_assert_ptr_nonnull(encabezado(r, "X-Request-Id", v));
	ck_assert_str_eq(v, id);
	free(r);
	cliente_free(c);
	BUF_AUTO m;
	buf_init(&m, 65536);
	servidor_metrics(b.s, &m);
	ck_assert_ptr_nonnull(strstr(buf_str(&m), "dictamend_http_requests_total{operation=\"ninguna\",code=\"400\"} 1\n"));
}
END_TEST

/* Who says nothing is answered nothing. */
START_TEST(sin_palabras)
{
	struct cliente *c = cliente_new(b.puerto);
	shutdown(c->fd, SHUT_WR);
	ck_assert(cierra_en(c, 3000));
	cliente_free(c);
	c = cliente_new(b.puerto);
	enviar(c, "GET /ho");
	shutdown(c->fd, SHUT_WR);
	struct contestacion *r = recibir(c, false);
	ck_assert_int_eq(r->http, 0);
	free(r);
	cliente_free(c);
}
END_TEST

START_TEST(con_limite)
{
	struct servidor_opciones o = banco_opciones(rutas, 3);
	o.cuotas.por_minuto[GASTO_PUBLICO][SUJETO_DIRECCION] = 2;
	struct banco strict = banco_start(&o);
	static const int http[] = {505, 505, 429};
	static const char *const slug[] = {"version-http-no-soportada", "version-http-no-soportada", "demasiadas-solicitudes"};
	for (int i = 0; i < 3; i++) {
		struct cliente *c = cliente_new(strict.puerto);
		enviar(c, "GET /hola HTTP/9.9\r\n\r\n");
		free(rechazada(c, http[i], slug[i]));
		cliente_free(c);
	}
	banco_stop(&strict);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("http/rechazo");
	TCase *t = tcase_create("rechazo");
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_set_timeout(t, 60);
	tcase_add_loop_test(t, cada_clase, 0, sizeof casos / sizeof *casos);
	tcase_add_test(t, sin_lugar);
	tcase_add_test(t, a_media_conexion);
	tcase_add_test(t, con_lo_que_se_leyo);
	tcase_add_test(t, sin_palabras);
	tcase_add_test(t, con_limite);
	suite_add_tcase(s, t);
	return correr(s);
}
