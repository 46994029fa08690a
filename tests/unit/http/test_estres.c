/*
 * Many clients at once against every lane, some of them rude, while somebody reads the counters: meant for the thread and address
 * sanitizers. ESTRES_S sets the seconds (default 2).
 */
#include <stdatomic.h>

#include "unit/http/prueba.h"

static atomic_int aplazada;

static enum status h_hola(struct exchange *ex, void *worker)
{
	(void)worker;
	struct buf b;
	buf_init(&b, 4096);
	buf_printf(&b, "{\"n\":%zu,\"id\":\"%s\"}", ex->body_len, ex->params[0] ? ex->params[0] : "");
	exchange_json(ex, 200, &b);
	return STATUS_OK;
}

static void g_hola(struct exchange **ex, size_t n, void *worker)
{
	for (size_t i = 0; i < n; i++) {
		if (i > 0 && atomic_fetch_add(&aplazada, 1) % 5 == 0)
			exchange_defer(ex[i]);
		else
			(void)h_hola(ex[i], worker);
	}
}

static enum status h_metrics(struct exchange *ex, void *worker)
{
	(void)worker;
	struct buf b;
	buf_init(&b, 1 << 20);
	servidor_metrics(ex->servidor, &b);
	exchange_body(ex, 200, "text/plain", &b);
	return STATUS_OK;
}

static const struct ruta rutas[] = {
	{.metodo = METODO_GET, .patron = "/i", .operation = "i", .lane = LANE_INLINE, .handler = h_hola},
	{.metodo = METODO_GET, .patron = "/m", .operation = "m", .lane = LANE_GENERAL, .handler = h_metrics},
	{.metodo = METODO_GET, .patron = "/l/{id}", .operation = "l", .lane = LANE_LECTURA, .group = g_hola},
	{.metodo = METODO_POST,
		.patron = "/a/{id}",
		.operation = "a",
		.lane = LANE_ACTOS,
		.cuerpo = CUERPO_JSON,
		.limite = 100000,
		.group = g_hola},
	{.metodo = METODO_POST,
		.patron = "/b",
		.operation = "b",
		.lane = LANE_ACTOS,
		.cuerpo = CUERPO_JSON,
		.limite = 100000,
		.handler = h_hola},
	{.metodo = METODO_POST,
		.patron = "/d",
		.operation = "d",
		.lane = LANE_GENERAL,
		.cuerpo = CUERPO_DOCUMENTO,
		.limite = SIZE_MAX,
		.handler = h_hola},
};

static struct banco banco;
static atomic_bool fin;
static atomic_long buenas;

#define GET(path) "GET " path " HTTP/1.1\r\nHost: x\r\n\r\n"
#define JSON(path) "POST " path " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{\"a\":\"b\"}"

static void polite(unsigned *seed)
{
	static const char *const requests[] = {GET("/i"), GET("/l/1"), GET("/m"), JSON("/a/2"), JSON("/b"), GET("/nope"), GET("/l/%ff")};
	struct cliente *c = cliente_new(banco.puerto);
	for (int i = 0; i < 20 && !atomic_load(&fin); i++) {
		enviar(c, requests[(unsigned)rand_r(seed) % 7]);
		struct contestacion *r = recibir(c, false);
		/* 503: the queue is full; 0: the server is stopping */
		ck_assert_msg(r->http == 200 || r->http == 404 || r->http == 400 || r->http == 503 || r->http == 0, "%d", r->http);
		atomic_fetch_add(&buenas, r->http == 200);
		bool end = r->cierra || r->http == 0;
		free(r);
		if (end)
			break;
	}
	cliente_free(c);
}

/* Leaves without waiting, in the middle of something. */
static void rude(unsigned *seed)
{
	static const char *const beginnings[] = {GET("/l/1"), JSON("/a/1") GET("/l/2") GET("/l/3"), "GET /i HT",
		"POST /d HTTP/1.1\r\nHost: x\r\nContent-Type: application/pdf\r\nContent-Length: 9999\r\n\r\nabc",
		"POST /d HTTP/1.1\r\nHost: x\r\nContent-Type: application/pdf\r\nContent-Length: 99999999\r\n\r\nabc", "\r\n\r\n\x01\x02",
		"POST /b HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz"};
	struct cliente *c = cliente_new(banco.puerto);
	enviar(c, beginnings[(unsigned)rand_r(seed) % 7]);
	if (rand_r(seed) % 2)
		dormir_ms(rand_r(seed) % 5);
	cliente_free(c);
}

static void upload(void)
{
	static const char head[] = "POST /d HTTP/1.1\r\nHost: x\r\nContent-Type: application/pdf\r\nContent-Length: 200000\r\n\r\n";
	static char zeros[200000];
	struct cliente *c = cliente_new(banco.puerto);
	if (enviar(c, head) && enviar_n(c, zeros, sizeof zeros)) {
		struct contestacion *r = recibir(c, false);
		ck_assert(r->http == 200 || r->http == 503 || r->http == 0);
		free(r);
	}
	cliente_free(c);
}

static void *client(void *cls)
{
	unsigned seed = *(unsigned *)cls;
	while (!atomic_load(&fin)) {
		switch (rand_r(&seed) % 8) {
		case 0:
			rude(&seed);
			break;
		case 1:
			upload();
			break;
		default:
			polite(&seed);
		}
	}
	return NULL;
}

START_TEST(stress)
{
	pthread_t t[24];
	unsigned seeds[24];
	struct servidor_opciones o = banco_opciones(rutas, sizeof rutas / sizeof rutas[0]);
	const char *seconds = getenv("ESTRES_S");
	o.cola_max[LANE_ACTOS] = 8;
	o.plazo_peticion_s = 2;
	o.parada_s = 2;
	banco = banco_start(&o);
	for (unsigned i = 0; i < 24; i++) {
		seeds[i] = i + 1;
		ck_assert_int_eq(pthread_create(&t[i], NULL, client, &seeds[i]), 0);
	}
	dormir_ms(1000 * (seconds ? atol(seconds) : 2));
	atomic_store(&fin, true);
	for (int i = 0; i < 24; i++)
		pthread_join(t[i], NULL);
	ck_assert_int_gt(atomic_load(&buenas), 100);
	dormir_ms(200);
	struct contestacion *r = pedir(banco.puerto, GET("/i"));
	ck_assert_int_eq(r->http, 200);
	free(r);
	banco_stop(&banco);
}
END_TEST

/* The same, but the server stops under load. */
START_TEST(stop_under_load)
{
	pthread_t t[16];
	unsigned seeds[16];
	struct servidor_opciones o = banco_opciones(rutas, sizeof rutas / sizeof rutas[0]);
	o.parada_s = 1;
	banco = banco_start(&o);
	for (unsigned i = 0; i < 16; i++) {
		seeds[i] = i + 100;
		ck_assert_int_eq(pthread_create(&t[i], NULL, client, &seeds[i]), 0);
	}
	dormir_ms(400);
	atomic_store(&fin, true);
	banco_stop(&banco);
	for (int i = 0; i < 16; i++)
		pthread_join(t[i], NULL);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("http/estres");
	TCase *t = tcase_create("estres");
	tcase_set_timeout(t, 300);
	tcase_add_test(t, stress);
	tcase_add_test(t, stop_under_load);
	suite_add_tcase(s, t);
	return correr(s);
}
