/* Requests and answers over a real socket. */
#include "unit/http/prueba.h"

static enum status h_hola(struct exchange *ex, void *worker)
{
	(void)worker;
	static const char text[] = "{\"hola\":true}";
	exchange_static(ex, 200, "application/json", text, sizeof text - 1);
	return STATUS_OK;
}

/* Tells what arrived. */
static enum status h_eco(struct exchange *ex, void *worker)
{
	(void)worker;
	struct buf b;
	const char *q = exchange_query(ex, "q");
	buf_init(&b, 65536);
	buf_printf(&b, "%s|%s|%s|%zu|%.*s", ex->params[0] ? ex->params[0] : "-", ex->params[1] ? ex->params[1] : "-", q ? q : "-",
		ex->body_len, (int)ex->body_len, ex->body ? ex->body : "");
	exchange_header(ex, "ETag", "\"7\"");
	exchange_body(ex, 200, "text/plain; charset=utf-8", &b);
	return STATUS_OK;
}

static enum status h_query(struct exchange *ex, void *worker)
{
	(void)worker;
	enum status st = exchange_query_only(ex, (const char *const[]){"limite", "q", NULL});
	if (st == STATUS_OK)
		exchange_empty(ex, 204);
	return st;
}

static enum status h_documento(struct exchange *ex, void *worker)
{
	(void)worker;
	struct buf b;
	char hex[SHA256_HEX_LEN], first[9] = "";
	hex_encode(ex->spool_sha256.b, SHA256_LEN, hex);
	ck_assert_int_ge((int)read(ex->spool_fd, first, 8), 0);
	const char *clase = exchange_form(ex, "clase");
	buf_init(&b, 4096);
	buf_printf(&b, "%lld|%s|%s|%s|%s|%s", (long long)ex->spool_len, hex, ex->spool_nombre ? ex->spool_nombre : "-",
		ex->content_type ? ex->content_type : "-", first, clase ? clase : "-");
	exchange_body(ex, 201, "text/plain", &b);
	return STATUS_OK;
}

static enum status h_archivo(struct exchange *ex, void *worker)
{
	(void)worker;
	struct rango r;
	enum status st = exchange_range(ex, 26, "\"e1\"", &r);
	if (st != STATUS_OK)
		return st;
	int fd = exchange_tempfile(ex);
	ck_assert_int_eq((int)write(fd, "abcdefghijklmnopqrstuvwxyz", 26), 26);
	exchange_file(ex, r.http, "application/pdf", fd, r.offset, r.len);
	return STATUS_OK;
}

static enum status h_falla(struct exchange *ex, void *worker)
{
	(void)worker;
	error_add(&ex->err, "/datos/ño", MENSAJE_REQUERIDO);
	return error_set(&ex->err, PROBLEM_CUERPO_INVALIDO);
}

static enum status h_nada(struct exchange *ex, void *worker)
{
	(void)ex;
	(void)worker;
	return STATUS_OK;
}

#define J MEDIO_JSON
static const struct ruta rutas[] = {
	{.metodo = METODO_GET, .patron = "/hola", .operation = "hola", .lane = LANE_INLINE, .medios = J, .handler = h_hola},
	{.metodo = METODO_GET, .patron = "/", .operation = "raiz", .lane = LANE_INLINE, .medios = MEDIO_HTML | J, .handler = h_hola},
	{.metodo = METODO_GET, .patron = "/v1/e/{id}", .operation = "leer", .lane = LANE_GENERAL, .medios = J, .handler = h_eco},
	{.metodo = METODO_GET, .patron = "/v1/e/fijo", .operation = "fijo", .lane = LANE_INLINE, .medios = J, .handler = h_hola},
	{.metodo = METODO_GET, .patron = "/v1/e/{id}/d/{doc}", .operation = "doc", .lane = LANE_LECTURA, .medios = J, .handler = h_eco},
	{.metodo = METODO_POST,
		.patron = "/v1/e",
		.operation = "crear",
		.lane = LANE_ACTOS,
		.cuerpo = CUERPO_JSON,
		.limite = 2000,
		.medios = J,
		.handler = h_eco},
	{.metodo = METODO_PATCH,
		.patron = "/v1/e/{id}",
		.operation = "cambiar",
		.lane = LANE_GENERAL,
		.cuerpo = CUERPO_MERGE_PATCH,
		.limite = 100,
		.medios = J,
		.handler = h_eco},
	{.metodo = METODO_POST,
		.patron = "/v1/docs",
		.operation = "subir",
		.lane = LANE_GENERAL,
		.cuerpo = CUERPO_DOCUMENTO,
		.limite = SIZE_MAX,
		.medios = J,
		.handler = h_documento},
	{.metodo = METODO_GET,
		.patron = "/v1/archivo",
		.operation = "bajar",
		.lane = LANE_GENERAL,
		.medios = MEDIO_BINARIO,
		.handler = h_archivo},
	{.metodo = METODO_GET, .patron = "/v1/q", .operation = "q", .lane = LANE_GENERAL, .handler = h_query},
	{.metodo = METODO_GET, .patron = "/v1/falla", .operation = "falla", .lane = LANE_GENERAL, .medios = J, .handler = h_falla},
	{.metodo = METODO_DELETE, .patron = "/v1/nada", .operation = "nada", .lane = LANE_GENERAL, .handler = h_nada},
};
#define N (sizeof rutas / sizeof rutas[0])

static struct banco banco;

static void setup(void)
{
	struct servidor_opciones o = banco_opciones(rutas, N);
	banco = banco_start(&o);
}

static void teardown(void)
{
	banco_stop(&banco);
}

/* Sends, expects the status and (when given) the text within the body; leaves the answer in *out when given. */
static void espera(const char *request, int http, const char *in_body, struct contestacion **out)
{
	struct contestacion *r = pedir(banco.puerto, request);
	ck_assert_msg(r->http == http, "%.60s → %d, expected %d: %s", request, r->http, http, r->body);
	if (in_body)
		ck_assert_msg(strstr(r->body, in_body) != NULL, "%.60s → %s, expected %s", request, r->body, in_body);
	if (out)
		*out = r;
	else
		free(r);
}

#define GET(path) "GET " path " HTTP/1.1\r\nHost: x\r\n\r\n"
#define GETH(path, headers) "GET " path " HTTP/1.1\r\nHost: x\r\n" headers "\r\n"
#define POST(path, type, len, body) "POST " path " HTTP/1.1\r\nHost: x\r\nContent-Type: " type "\r\nContent-Length: " #len "\r\n\r\n" body

START_TEST(routing)
{
	espera(GET("/hola"), 200, "{\"hola\":true}", NULL);
	espera(GET("/"), 200, "hola", NULL);
	espera(GET("/v1/e/a%C3%B1o%2F1"), 200, "año/1|-|-|0|", NULL);
	espera(GET("/v1/e/fijo"), 200, "hola", NULL);
	espera(GET("/v1/e/1/d/2?q=a+b%26&x=1"), 200, "1|2|a b&|0|", NULL);
	espera(GET("http://otro/v1/e/9?q=1"), 200, "9|-|1|0|", NULL);
	espera(GET("/v1/e/"), 404, "ruta-desconocida", NULL);
	espera(GET("/v1/e/1/d/"), 404, NULL, NULL);
	espera(GET("/v1/nope"), 404, "\"instance\":\"/v1/nope\"", NULL);
	espera(GET("/v1/e/%FF"), 400, "parametro-invalido", NULL);
	espera(GET("/v1/e/%00"), 400, "parametro-invalido", NULL);
	espera(GET("/v1/e/%4"), 400, NULL, NULL);
	espera(GET("/v1/e/\xC3%B1"), 400, NULL, NULL);
	espera(GET("/v1/e/1?q=%C3"), 400, NULL, NULL);
	espera(GET("/v1/e/1?q=%00"), 400, NULL, NULL);
	espera(GET("/v1/q?limite=1&q=2"), 204, NULL, NULL);
	espera(GET("/v1/q?limite=1&limite=2"), 400, "\"pointer\":\"/limite\"", NULL);
	espera(GET("/v1/q?otro~1=1"), 400, "\"pointer\":\"/otro~01\"", NULL);
}
END_TEST

START_TEST(methods)
{
	struct contestacion *r;
	char v[512];
	espera("DELETE /v1/e/1 HTTP/1.1\r\nHost: x\r\n\r\n", 405, "metodo-no-permitido", &r);
	ck_assert_str_eq(encabezado(r, "Allow", v), "GET, HEAD, PATCH, OPTIONS");
	free(r);
	espera("BREW /v1/e/1 HTTP/1.1\r\nHost: x\r\n\r\n", 405, NULL, NULL);
	espera("OPTIONS /v1/e HTTP/1.1\r\nHost: x\r\n\r\n", 204, NULL, &r);
	ck_assert_str_eq(encabezado(r, "Allow", v), "POST, OPTIONS");
	ck_assert_ptr_null(encabezado(r, "Content-Length", v));
	free(r);
	espera("OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n", 204, NULL, NULL);
	espera("HEAD /hola HTTP/1.1\r\nHost: x\r\n\r\n", 200, NULL, &r);
	ck_assert_str_eq(encabezado(r, "Content-Length", v), "13");
	free(r);
	espera("HEAD /v1/e/1 HTTP/1.1\r\nHost: x\r\n\r\n", 200, NULL, &r);
	ck_assert_str_eq(encabezado(r, "ETag", v), "\"7\"");
	free(r);
	espera("HEAD /nope HTTP/1.1\r\nHost: x\r\n\r\n", 404, NULL, NULL);
	espera("DELETE /v1/nada HTTP/1.1\r\nHost: x\r\n\r\n", 500, "/problemas/interno", NULL);
}
END_TEST

START_TEST(negotiation)
{
	espera(GETH("/hola", "Accept: text/csv\r\n"), 406, "application/json", NULL);
	espera(GETH("/hola", "Accept: text/csv, */*;q=0.1\r\n"), 200, NULL, NULL);
	espera(GETH("/hola", "Accept: application/json;q=0\r\n"), 406, NULL, NULL);
	espera(GETH("/v1/archivo", "Accept: text/csv\r\n"), 200, NULL, NULL);
	espera(GETH("/nope", "Accept-Language: en-GB, es;q=0.5\r\n"), 404, "No such address", NULL);
	espera(GETH("/nope", "Accept-Language: es, en;q=0.5\r\n"), 404, "La dirección no existe", NULL);
	struct contestacion *r;
	char v[512];
	espera(GETH("/", "Accept: text/html\r\n"), 200, NULL, &r);
	ck_assert_str_eq(encabezado(r, "Vary", v), "Accept");
	free(r);
}
END_TEST

START_TEST(common_headers)
{
	struct contestacion *r;
	char v[512];
	espera(GETH("/nope", "X-Request-Id: 0192f0c1-2222-7333-8444-555566667777\r\n"), 404,
		"\"request_id\":\"0192f0c1-2222-7333-8444-555566667777\"", &r);
	ck_assert_str_eq(encabezado(r, "X-Request-Id", v), "0192f0c1-2222-7333-8444-555566667777");
	ck_assert_str_eq(encabezado(r, "X-Content-Type-Options", v), "nosniff");
	ck_assert_str_eq(encabezado(r, "Cache-Control", v), "no-store");
	ck_assert_str_eq(encabezado(r, "Content-Security-Policy", v), "default-src 'none'; frame-ancestors 'none'");
	ck_assert_str_eq(encabezado(r, "Referrer-Policy", v), "no-referrer");
	ck_assert_ptr_null(encabezado(r, "Strict-Transport-Security", v));
	ck_assert_str_eq(encabezado(r, "Content-Type", v), "application/problem+json");
	ck_assert_str_eq(encabezado(r, "Vary", v), "Accept-Language");
	free(r);
	espera(GETH("/hola", "X-Request-Id: quien sabe\r\n"), 200, NULL, &r);
	struct uuid u;
	ck_assert(uuid_parse(encabezado(r, "X-Request-Id", v), &u));
	free(r);
	espera(GET("/v1/falla"), 422,
		"\"errors\":[{\"pointer\":\"/datos/ño\",\"detail\":\"Falta este dato.\",\"que_hacer\":\"Agréguelo con "
		"ese nombre; qué admite está en /docs.\",\"codigo\":\"requerido\"}]",
		NULL);
}
END_TEST

START_TEST(bodies)
{
	struct contestacion *r;
	char v[512];
	espera(POST("/v1/e", "application/json", 2, "{}"), 200, "-|-|-|2|{}", NULL);
	espera(POST("/v1/e", "application/json; charset=UTF-8", 2, "{}"), 200, NULL, NULL);
	espera(POST("/v1/e", "application/json; charset=latin1", 2, "{}"), 415, NULL, NULL);
	espera(POST("/v1/e", "text/xml", 2, "{}"), 415, "tipo-no-soportado", &r);
	ck_assert_str_eq(encabezado(r, "Accept-Post", v), "application/json");
	free(r);
	espera("PATCH /v1/e/1 HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}", 415, NULL, &r);
	ck_assert_str_eq(encabezado(r, "Accept-Patch", v), "application/merge-patch+json");
	free(r);
	espera("PATCH /v1/e/1 HTTP/1.1\r\nHost: x\r\nContent-Type: application/merge-patch+json\r\nContent-Length: 2\r\n\r\n{}", 200, NULL,
		NULL);
	espera(POST("/v1/e", "application/json", 0, ""), 400, "cuerpo-vacio", NULL);
	espera("POST /v1/e HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400,
		"cuerpo-vacio", NULL);
	espera("POST /v1/e HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}",
		415, "codificacion-no-soportada", NULL);
	espera("POST /v1/e HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: "
	       "chunked\r\n\r\n3\r\n{\"a\r\n4;x=y\r\n\":1}\r\n0\r\n\r\n",
		200, "7|{\"a\":1}", NULL);
	espera("GET /hola HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc", 413, NULL, NULL);
	espera("POST /v1/e HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n{}",
		200, NULL, NULL);
	espera("POST /v1/e HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: 9999\r\n\r\n",
		413, NULL, NULL);
}
END_TEST

START_TEST(smuggling)
{
	espera("POST /v1/e HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 2\r\nTransfer-Encoding: "
	       "chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
		400, NULL, NULL);
	espera("POST /v1/e HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{} ", 400,
		NULL, NULL);
	espera("POST /v1/e HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 400,
		NULL, NULL);
	espera("GET /hola HTTP/1.1\r\n\r\n", 400, "Host", NULL);
	espera("GET /hola HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400, NULL, NULL);
	espera(GETH("/hola", "Authorization: Bearer a\r\nAuthorization: Bearer b\r\n"), 400, "Authorization", NULL);
	espera("GET /hola HTTP/1.0\r\n\r\n", 200, NULL, NULL);
}
END_TEST

/* A refusal after a whole small body leaves the connection usable; of a large one the client hears at once. */
START_TEST(too_large)
{
	struct cliente *c = cliente_new(banco.puerto);
	char *big = calloc(1, 400000);
	memset(big, 'x', 399999);
	enviar(c, "POST /v1/e HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n");
	enviar_n(c, big, 5000);
	struct contestacion *r = recibir(c, false);
	ck_assert_int_eq(r->http, 413);
	ck_assert(strstr(r->body, "2000") != NULL);
	ck_assert(!r->cierra);
	free(r);
	enviar(c, GET("/hola"));
	r = recibir(c, false);
	ck_assert_int_eq(r->http, 200);
	free(r);
	enviar(c, "POST /v1/e HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100000000\r\n\r\n");
	enviar_n(c, big, 300000);
	r = recibir(c, false);
	ck_assert_int_eq(r->http, 413);
	ck_assert(r->cierra);
	free(r);
	cliente_free(c);
	/* chunked: the size is not announced */
	c = cliente_new(banco.puerto);
	enviar(c, "POST /v1/e HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n61a80\r\n");
	enviar_n(c, big, 399999);
	r = recibir(c, false);
	ck_assert_int_eq(r->http, 413);
	ck_assert(r->cierra);
	free(r);
	ck_assert(cierra_en(c, 4000));
	cliente_free(c);
	free(big);
}
END_TEST

START_TEST(long_heads)
{
	struct buf b;
	buf_init(&b, 65536);
	buf_puts(&b, "GET /hola?");
	for (int i = 0; i < 250; i++)
		buf_puts(&b, "0123456789");
	buf_puts(&b, " HTTP/1.1\r\nHost: x\r\n\r\n");
	espera(b.data, 414, "uri-larga", NULL);
	buf_reset(&b);
	buf_puts(&b, "GET /hola?"); /* more parameters than MHD could keep */
	for (int i = 0; i < 1000; i++)
		buf_puts(&b, "a&");
	buf_puts(&b, " HTTP/1.1\r\nHost: x\r\n\r\n");
	espera(b.data, 400, "parametro-invalido", NULL);
	buf_reset(&b);
	buf_puts(&b, "GET /hola HTTP/1.1\r\nHost: x\r\n");
	for (int i = 0; i < 100; i++)
		buf_printf(&b,
			"X-Relleno-%d: 0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890\r\n", i);
	buf_puts(&b, "\r\n");
	espera(b.data, 431, "encabezados-grandes", NULL);
	buf_free(&b);
}
END_TEST

START_TEST(keep_alive_and_pipelining)
{
	struct cliente *c = cliente_new(banco.puerto);
	char value[512];
	for (int i = 0; i < 20; i++) {
		enviar(c, i % 2 ? GET("/hola") : GET("/v1/e/7"));
		struct contestacion *r = recibir(c, false);
		ck_assert_int_eq(r->http, 200);
		ck_assert_ptr_null(encabezado(r, "Connection", value));
		free(r);
	}
	enviar(c, GET("/v1/e/1") GET("/hola") POST("/v1/e", "application/json", 2, "{}") GET("/nope") GET("/v1/e/2"));
	static const struct {
		int http;
		const char *in;
	} expected[] = {{200, "1|"}, {200, "hola"}, {200, "|{}"}, {404, "ruta"}, {200, "2|"}};
	for (int i = 0; i < 5; i++) {
		struct contestacion *r = recibir(c, false);
		ck_assert_int_eq(r->http, expected[i].http);
		ck_assert(strstr(r->body, expected[i].in) != NULL);
		free(r);
	}
	cliente_free(c);
}
END_TEST

START_TEST(documents)
{
	espera(POST("/v1/docs", "application/pdf", 5, "%PDF-"), 201,
		"5|38523c087796e5d5dd1cf9bad1fb026781a838dd9dd2cf8af58b9f6502a46778|-|application/pdf|%PDF-|-", NULL);
}
END_TEST

static void multipart(const char *body, int http, const char *in)
{
	char request[4096];
	snprintf(request, sizeof request,
		"POST /v1/docs HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=abcXYZ\r\nContent-Length: %zu\r\n\r\n%s",
		strlen(body), body);
	espera(request, http, in, NULL);
}
#define PART_FILE \
	"--abcXYZ\r\nContent-Disposition: form-data; name=\"archivo\"; filename=\"pl\xC3\xA1n.pdf\"\r\nContent-Type: " \
	"application/pdf\r\n\r\n%PDF-\r\n"
#define PART_FIELD "--abcXYZ\r\nContent-Disposition: form-data; name=\"clase\"\r\n\r\nsolicitud\r\n"
#define PART_END "--abcXYZ--\r\n"

START_TEST(multipart_documents)
{
	multipart(PART_FIELD PART_FILE PART_END, 201, "|plán.pdf|application/pdf|%PDF-|solicitud");
	multipart(PART_FILE PART_FIELD PART_END, 201, "|solicitud");
	multipart(PART_FILE PART_FILE PART_END, 422, "duplicado");
	multipart(PART_FIELD PART_END, 422, "requerido");
	multipart(PART_FILE, 422, "formato");
	multipart("basura", 422, NULL);
	espera(POST("/v1/docs", "multipart/form-data", 2, "ab"), 415, NULL, NULL);
	espera(POST("/v1/docs", "multipart/form-data; boundary=", 2, "ab"), 415, NULL, NULL);
	espera(POST("/v1/docs", "multipart/form-data; boundary=\"a\xC3\xB1\"", 2, "ab"), 415, NULL, NULL);
	espera(POST("/v1/docs", "application/pdf", 0, ""), 400, "cuerpo-vacio", NULL);
	espera(POST("/v1/docs", "application/pdf", 9999999, ""), 413, NULL, NULL);
}
END_TEST

START_TEST(large_document)
{
	struct cliente *c = cliente_new(banco.puerto);
	char *big = calloc(1, 1 << 20);
	struct sha256 sha;
	char hex[SHA256_HEX_LEN];
	memset(big, 'z', 1 << 20);
	sha256_of(big, 1 << 20, &sha);
	hex_encode(sha.b, SHA256_LEN, hex);
	enviar(c, "POST /v1/docs HTTP/1.1\r\nHost: x\r\nContent-Type: application/pdf\r\nContent-Length: 1048576\r\n\r\n");
	enviar_n(c, big, 1 << 20);
	struct contestacion *r = recibir(c, false);
	ck_assert_int_eq(r->http, 201);
	ck_assert(strstr(r->body, hex) != NULL);
	free(r);
	/* cut off in the middle: nothing stays in the allowance */
	enviar(c, "POST /v1/docs HTTP/1.1\r\nHost: x\r\nContent-Type: application/pdf\r\nContent-Length: 1048576\r\n\r\n");
	enviar_n(c, big, 500000);
	cliente_free(c);
	free(big);
	dormir_ms(2600);
	struct buf b;
	buf_init(&b, 1 << 20);
	servidor_metrics(banco.s, &b);
	ck_assert_msg(strstr(b.data, "\ndictamend_spool_bytes 0\n") != NULL, "%s", b.data);
	ck_assert(strstr(b.data, "dictamend_http_requests_total{operation=\"subir\",code=\"201\"} 1\n") != NULL);
	buf_free(&b);
}
END_TEST

START_TEST(ranges)
{
	struct contestacion *r;
	char v[512];
	espera(GET("/v1/archivo"), 200, "abcdefghijklmnopqrstuvwxyz", NULL);
	espera(GETH("/v1/archivo", "Range: bytes=2-4\r\n"), 206, "cde", &r);
	ck_assert_str_eq(encabezado(r, "Content-Range", v), "bytes 2-4/26");
	ck_assert_uint_eq(r->body_len, 3);
	free(r);
	espera(GETH("/v1/archivo", "Range: bytes=-3\r\nIf-Range: \"e1\"\r\n"), 206, "xyz", NULL);
	espera(GETH("/v1/archivo", "Range: bytes=-3\r\nIf-Range: \"e2\"\r\n"), 200, "abc", NULL);
	espera(GETH("/v1/archivo", "Range: bytes=26-\r\n"), 416, "rango-invalido", &r);
	ck_assert_str_eq(encabezado(r, "Content-Range", v), "bytes */26");
	free(r);
	espera("HEAD /v1/archivo HTTP/1.1\r\nHost: x\r\n\r\n", 200, NULL, &r);
	ck_assert_str_eq(encabezado(r, "Content-Length", v), "26");
	free(r);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("http/servidor");
	TCase *t = tcase_create("servidor");
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_set_timeout(t, 60);
	tcase_add_test(t, routing);
	tcase_add_test(t, methods);
	tcase_add_test(t, negotiation);
	tcase_add_test(t, common_headers);
	tcase_add_test(t, bodies);
	tcase_add_test(t, smuggling);
	tcase_add_test(t, too_large);
	tcase_add_test(t, long_heads);
	tcase_add_test(t, keep_alive_and_pipelining);
	tcase_add_test(t, documents);
	tcase_add_test(t, multipart_documents);
	tcase_add_test(t, large_document);
	tcase_add_test(t, ranges);
	suite_add_tcase(s, t);
	return correr(s);
}
