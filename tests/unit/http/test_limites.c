/* Deadlines, limits, lanes, groups and stopping. */
#include <stdatomic.h>

#include "unit/http/prueba.h"

#define GET(path) "GET " path " HTTP/1.1\r\nHost: x\r\n\r\n"

static atomic_int abierta, en_curso, mayor_grupo, grupos, llamadas_worker, aplazamientos;
static atomic_bool base_arriba;

static enum status h_hola(struct exchange *ex, void *worker)
{
	(void)worker;
	exchange_static(ex, 200, "application/json", "{}", 2);
	return STATUS_OK;
}

static char grande[32 << 20]; /* more than the kernel buffers for a socket */
static enum status h_grande(struct exchange *ex, void *worker)
{
	(void)worker;
	exchange_static(ex, 200, "text/plain", grande, sizeof grande);
	return STATUS_OK;
}

/* Waits until the test opens the gate. */
static enum status h_espera(struct exchange *ex, void *worker)
{
	atomic_fetch_add(&en_curso, 1);
	while (!atomic_load(&abierta))
		dormir_ms(5);
	return h_hola(ex, worker);
}

static void g_grupo(struct exchange **ex, size_t n, void *worker)
{
	int before = atomic_load(&mayor_grupo);
	if ((int)n > before)
		atomic_store(&mayor_grupo, (int)n);
	atomic_fetch_add(&grupos, 1);
	atomic_fetch_add(&en_curso, (int)n);
	while (!atomic_load(&abierta))
		dormir_ms(5);
	for (size_t i = 0; i < n; i++) {
		const char *p = ex[i]->params[0];
		if (i > 0 && *p == 'r') { /* a second one on the same file */
			atomic_fetch_add(&aplazamientos, 1);
			exchange_defer(ex[i]);
		} else if (*p == 'm' && ex[i]->lane == LANE_LECTURA) { /* goes on elsewhere */
			exchange_move(ex[i], LANE_DOCUMENTOS);
		} else if (*p == 'e') {
			(void)error_set(&ex[i]->err, PROBLEM_NO_ENCONTRADO);
		} else if (*p != 'o') { /* 'o': forgotten by the handler */
			(void)h_hola(ex[i], worker);
		}
	}
}

static enum status h_sube(struct exchange *ex, void *worker)
{
	atomic_fetch_add(&en_curso, 1);
	while (!atomic_load(&abierta))
		dormir_ms(5);
	return h_hola(ex, worker);
}

static enum status acceso(struct exchange *ex, void *worker)
{
	(void)worker;
	if (ex->ruta->acceso == ACCESO_PUBLICO || ex->authorization)
		return STATUS_OK;
	return error_set(&ex->err, PROBLEM_SIN_CREDENCIAL);
}

static void *worker_start(void *app, enum lane lane, struct error *err)
{
	(void)app;
	(void)lane;
	atomic_fetch_add(&llamadas_worker, 1);
	if (atomic_load(&base_arriba))
		return malloc(1);
	err->interno = "no hay base";
	return NULL;
}

static const struct ruta rutas[] = {
	{.metodo = METODO_GET, .patron = "/hola", .operation = "hola", .lane = LANE_INLINE, .handler = h_hola},
	{.metodo = METODO_GET, .patron = "/grande", .operation = "grande", .lane = LANE_INLINE, .handler = h_grande},
	{.metodo = METODO_GET, .patron = "/general", .operation = "general", .lane = LANE_GENERAL, .handler = h_hola},
	{.metodo = METODO_GET, .patron = "/espera", .operation = "espera", .lane = LANE_GENERAL, .handler = h_espera},
	{.metodo = METODO_GET, .patron = "/g/{id}", .operation = "grupo", .lane = LANE_LECTURA, .group = g_grupo},
	{.metodo = METODO_GET,
		.patron = "/s/{id}",
		.operation = "secreto",
		.lane = LANE_LECTURA,
		.acceso = ACCESO_CREDENCIAL,
		.group = g_grupo},
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
		.lane = LANE_GENERAL,
		.cuerpo = CUERPO_DOCUMENTO,
		.limite = SIZE_MAX,
		.handler = h_sube},
};
#define N (sizeof rutas / sizeof rutas[0])

static struct servidor_opciones opciones(void)
{
	struct servidor_opciones o = banco_opciones(rutas, N);
	o.acceso = acceso;
	return o;
}

static void espera_en_curso(int n)
{
	for (int i = 0; i < 2000 && atomic_load(&en_curso) < n; i++)
		dormir_ms(5);
	ck_assert_int_eq(atomic_load(&en_curso), n);
}

static void contesta(struct cliente *c, int http)
{
	struct contestacion *r = recibir(c, false);
	ck_assert_msg(r->http == http, "%d, expected %d: %s", r->http, http, r->body);
	char v[512];
	if (http == 503)
		ck_assert_ptr_nonnull(encabezado(r, "Retry-After", v));
	free(r);
}

static bool responde(int puerto, const char *request, int http)
{
	struct contestacion *r = pedir(puerto, request);
	bool ok = r->http == http;
	free(r);
	return ok;
}

START_TEST(deadlines)
{
	struct servidor_opciones o = opciones();
	o.plazo_peticion_s = 1;
	o.plazo_ocioso_s = 1;
	o.plazo_documento_s = 3;
	struct banco b = banco_start(&o);
	struct cliente *silent = cliente_new(b.puerto), *head = cliente_new(b.puerto), *body = cliente_new(b.puerto);
	struct cliente *idle = cliente_new(b.puerto), *document = cliente_new(b.puerto), *line = cliente_new(b.puerto);
	enviar(line, "GET /ho");
	enviar(head, "GET /hola HTTP/1.1\r\nHost: x\r\n");
	enviar(body, "POST /j HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{");
	enviar(document, "POST /d HTTP/1.1\r\nHost: x\r\nContent-Type: application/pdf\r\nContent-Length: 10\r\n\r\n12345");
	enviar(idle, GET("/hola"));
	contesta(idle, 200);
	/* a byte now and then does not help */
	for (int i = 0; i < 7; i++) {
		dormir_ms(200);
		enviar(head, "X: y\r\n");
		enviar(body, " ");
	}
	ck_assert(cierra_en(silent, 1000));
	ck_assert(cierra_en(line, 1000));
	contesta(head, 408);
	contesta(body, 408);
	ck_assert(cierra_en(idle, 2000));
	ck_assert(cierra_en(body, 3000));
	ck_assert(responde(b.puerto, GET("/hola"), 200));
	atomic_store(&abierta, 1);
	enviar(document, "67890");
	contesta(document, 200);
	struct cliente *all[] = {silent, head, body, idle, document, line};
	for (size_t i = 0; i < 6; i++)
		cliente_free(all[i]);
	banco_stop(&b);
}
END_TEST

/* Who does not read the answer does not keep the connection. */
START_TEST(slow_reader)
{
	struct servidor_opciones o = opciones();
	o.plazo_peticion_s = 1;
	struct banco b = banco_start(&o);
	int fd = conectar(b.puerto);
	static char trash[65536];
	size_t got = 0;
	ck_assert_int_gt((int)send(fd, GET("/grande"), sizeof GET("/grande") - 1, MSG_NOSIGNAL), 0);
	dormir_ms(2500);
	for (ssize_t r; (r = recv(fd, trash, sizeof trash, 0)) > 0;)
		got += (size_t)r;
	ck_assert_uint_lt(got, sizeof grande);
	close(fd);
	banco_stop(&b);
}
END_TEST

START_TEST(connection_limits)
{
	struct servidor_opciones o = opciones();
	o.conexiones_max = 5;
	struct banco b = banco_start(&o);
	struct cliente *c[5];
	for (int i = 0; i < 5; i++) {
		c[i] = cliente_new(b.puerto);
		enviar(c[i], GET("/hola"));
		contesta(c[i], 200);
	}
	struct cliente *sixth = cliente_new(b.puerto); /* waits in the backlog */
	enviar(sixth, GET("/hola"));
	struct pollfd p = {.fd = sixth->fd, .events = POLLIN};
	ck_assert_int_eq(poll(&p, 1, 500), 0);
	cliente_free(c[0]);
	contesta(sixth, 200);
	cliente_free(sixth);
	for (int i = 1; i < 5; i++)
		cliente_free(c[i]);
	banco_stop(&b);

	o.conexiones_max = 100;
	o.conexiones_por_direccion = 3;
	b = banco_start(&o);
	for (int i = 0; i < 3; i++) {
		c[i] = cliente_new(b.puerto);
		enviar(c[i], GET("/hola"));
		contesta(c[i], 200);
	}
	c[3] = cliente_new(b.puerto);
	ck_assert(cierra_en(c[3], 2000));
	for (int i = 0; i < 4; i++)
		cliente_free(c[i]);
	banco_stop(&b);
}
END_TEST

START_TEST(queue_full)
{
	struct servidor_opciones o = opciones();
	o.hilos[LANE_GENERAL] = 1;
	o.cola_max[LANE_GENERAL] = 3;
	struct banco b = banco_start(&o);
	struct cliente *c[5];
	for (int i = 0; i < 5; i++) {
		c[i] = cliente_new(b.puerto);
		enviar(c[i], GET("/espera"));
		if (i == 0)
			espera_en_curso(1);
	}
	/* one runs, three wait, one is turned away: which of the four is the network's matter */
	int refused = 0, at = -1;
	for (int i = 0; i < 5; i++) {
		struct pollfd p = {.fd = c[i]->fd, .events = POLLIN};
		if (poll(&p, 1, i == 0 ? 500 : 0) > 0) {
			refused++;
			at = i;
		}
	}
	ck_assert_int_eq(refused, 1);
	contesta(c[at], 503);
	ck_assert(responde(b.puerto, GET("/hola"), 200));
	atomic_store(&abierta, 1);
	for (int i = 0; i < 5; i++) {
		if (i != at)
			contesta(c[i], 200);
		cliente_free(c[i]);
	}
	banco_stop(&b);
}
END_TEST

START_TEST(groups)
{
	struct servidor_opciones o = opciones();
	o.hilos[LANE_LECTURA] = 1;
	o.grupo_max = 16;
	struct banco b = banco_start(&o);
	struct cliente *c[40];
	static const char *const paths[] = {GET("/g/1"), GET("/g/e"), GET("/g/r"), GET("/s/1"), GET("/g/o")};
	static const int http[] = {200, 404, 200, 401, 500};
	for (int i = 0; i < 40; i++) {
		c[i] = cliente_new(b.puerto);
		enviar(c[i], paths[i % 5]);
		if (i == 0)
			espera_en_curso(1);
	}
	dormir_ms(300);
	atomic_store(&abierta, 1);
	for (int i = 0; i < 40; i++) {
		contesta(c[i], http[i % 5]);
		cliente_free(c[i]);
	}
	ck_assert_int_gt(atomic_load(&mayor_grupo), 5);
	ck_assert_int_le(atomic_load(&mayor_grupo), 16);
	ck_assert_int_gt(atomic_load(&aplazamientos), 0);
	banco_stop(&b);
}
END_TEST

/* Work that would hold up its lane runs in another one, by the same function. */
START_TEST(moved)
{
	struct servidor_opciones o = opciones();
	struct banco b = banco_start(&o);
	atomic_store(&abierta, 1);
	for (int i = 0; i < 20; i++)
		ck_assert(responde(b.puerto, GET("/g/m"), 200));
	ck_assert(responde(b.puerto, GET("/g/1"), 200));
	banco_stop(&b);
}
END_TEST

START_TEST(no_database)
{
	struct servidor_opciones o = opciones();
	o.worker_start = worker_start;
	o.worker_stop = free;
	struct banco b = banco_start(&o);
	ck_assert(responde(b.puerto, GET("/hola"), 200)); /* needs none */
	ck_assert(responde(b.puerto, GET("/general"), 503));
	ck_assert_int_gt(atomic_load(&llamadas_worker), 6); /* it was waited for before the refusal */
	/* a request that was waiting is served when the database comes back */
	struct cliente *c = cliente_new(b.puerto);
	atomic_store(&base_arriba, true);
	enviar(c, GET("/general"));
	contesta(c, 200);
	cliente_free(c);
	banco_stop(&b);
	/* and a server that never had one stops all the same */
	atomic_store(&base_arriba, false);
	b = banco_start(&o);
	banco_stop(&b);
}
END_TEST

static void *open_gate(void *cls)
{
	(void)cls;
	dormir_ms(700);
	atomic_store(&abierta, 1);
	return NULL;
}

START_TEST(graceful_stop)
{
	struct servidor_opciones o = opciones();
	struct banco b = banco_start(&o);
	struct cliente *working = cliente_new(b.puerto), *idle = cliente_new(b.puerto), *uploading = cliente_new(b.puerto);
	pthread_t gate;
	enviar(idle, GET("/hola"));
	contesta(idle, 200);
	enviar(working, GET("/espera"));
	enviar(uploading, "POST /d HTTP/1.1\r\nHost: x\r\nContent-Type: application/pdf\r\nContent-Length: 10\r\n\r\n12345");
	espera_en_curso(1);
	pthread_create(&gate, NULL, open_gate, NULL);
	servidor_stop(b.s);
	ck_assert(cierra_en(idle, 2000));
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons((uint16_t)b.puerto), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	ck_assert_int_ne(connect(fd, (struct sockaddr *)&a, sizeof a), 0);
	close(fd);
	enviar(uploading, "67890");
	struct contestacion *r = recibir(working, false);
	ck_assert_int_eq(r->http, 200);
	ck_assert(r->cierra);
	free(r);
	contesta(uploading, 200);
	pthread_join(b.hilo, NULL);
	pthread_join(gate, NULL);
	servidor_free(b.s);
	cliente_free(working);
	cliente_free(idle);
	cliente_free(uploading);
}
END_TEST

/* A stop that runs out of time: what waits is answered 503, nothing hangs. */
START_TEST(hard_stop)
{
	struct servidor_opciones o = opciones();
	o.hilos[LANE_GENERAL] = 1;
	o.parada_s = 1;
	struct banco b = banco_start(&o);
	struct cliente *running = cliente_new(b.puerto), *waiting = cliente_new(b.puerto);
	enviar(running, GET("/espera"));
	espera_en_curso(1);
	enviar(waiting, GET("/general"));
	dormir_ms(200);
	servidor_stop(b.s);
	pthread_join(b.hilo, NULL);
	atomic_store(&abierta, 1);
	servidor_free(b.s);
	contesta(running, 200);
	contesta(waiting, 503);
	cliente_free(running);
	cliente_free(waiting);
}
END_TEST

START_TEST(spool_limit)
{
	struct servidor_opciones o = opciones();
	o.spool_max = 600000;
	o.hilos[LANE_GENERAL] = 4;
	struct banco b = banco_start(&o);
	char *big = calloc(1, 400000);
	struct cliente *first = cliente_new(b.puerto), *second = cliente_new(b.puerto);
	enviar(first, "POST /d HTTP/1.1\r\nHost: x\r\nContent-Type: application/pdf\r\nContent-Length: 400000\r\n\r\n");
	enviar_n(first, big, 400000);
	espera_en_curso(1);
	enviar(second, "POST /d HTTP/1.1\r\nHost: x\r\nContent-Type: application/pdf\r\nContent-Length: 400000\r\n\r\n");
	enviar_n(second, big, 400000);
	contesta(second, 503);
	atomic_store(&abierta, 1);
	contesta(first, 200);
	cliente_free(second);
	second = cliente_new(b.puerto);
	enviar(second, "POST /d HTTP/1.1\r\nHost: x\r\nContent-Type: application/pdf\r\nContent-Length: 400000\r\n\r\n");
	enviar_n(second, big, 400000);
	contesta(second, 200);
	cliente_free(first);
	cliente_free(second);
	free(big);
	banco_stop(&b);
}
END_TEST

static void refused_options(const char *listen_on, const struct ruta *r, size_t n, enum status expected)
{
	struct servidor_opciones o = banco_opciones(r, n);
	struct servidor *s;
	ARENA_AUTO *a = arena_create(65536);
	struct error err;
	error_init(&err, a);
	hash_init();
	o.escucha = listen_on;
	ck_assert_int_eq(servidor_start(&o, &s, &err), expected);
	ck_assert_ptr_null(s);
}

START_TEST(bad_options)
{
	static const struct ruta twice[] = {{.patron = "/a", .handler = h_hola}, {.patron = "/a", .handler = h_hola}};
	static const struct ruta no_handler[] = {{.patron = "/a"}};
	static const struct ruta secret_inline[] = {{.patron = "/a", .handler = h_hola, .acceso = ACCESO_CREDENCIAL}};
	refused_options("127.0.0.1:0", twice, 2, STATUS_INTERNAL);
	refused_options("127.0.0.1:0", no_handler, 1, STATUS_INTERNAL);
	refused_options("127.0.0.1:0", secret_inline, 1, STATUS_INTERNAL);
	refused_options("nada", rutas, N, STATUS_UNAVAILABLE);
	refused_options("192.0.2.1:80", rutas, N, STATUS_UNAVAILABLE);
	struct servidor_opciones o = opciones();
	o.escucha = "[::1]:0";
	struct banco b = banco_start(&o);
	banco_stop(&b);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("http/limites");
	TCase *t = tcase_create("limites");
	tcase_set_timeout(t, 60);
	tcase_add_test(t, deadlines);
	tcase_add_test(t, slow_reader);
	tcase_add_test(t, connection_limits);
	tcase_add_test(t, queue_full);
	tcase_add_test(t, groups);
	tcase_add_test(t, moved);
	tcase_add_test(t, no_database);
	tcase_add_test(t, graceful_stop);
	tcase_add_test(t, hard_stop);
	tcase_add_test(t, spool_limit);
	tcase_add_test(t, bad_options);
	suite_add_tcase(s, t);
	return correr(s);
}
