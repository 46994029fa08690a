/* A real server on a loopback port and a client of plain sockets: what the tests of src/http share. */
#ifndef PRUEBA_H
#define PRUEBA_H

#include <arpa/inet.h>
#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/fecha.h"
#include "base/log.h"
#include "http/servidor.h"

struct banco {
	struct servidor *s;
	pthread_t hilo;
	int puerto;
};

static inline void *banco_run(void *cls)
{
	servidor_run(cls);
	return NULL;
}

static inline struct servidor_opciones banco_opciones(const struct ruta *rutas, size_t n)
{
	return (struct servidor_opciones){
		.escucha = "127.0.0.1:0",
		.rutas = rutas,
		.n_rutas = n,
		.hilos = {0, 2, 2, 2},
		.cola_max = {0, 512, 512, 512},
		.grupo_max = 64,
		.conexiones_max = 600,
		.plazo_peticion_s = 20,
		.plazo_documento_s = 20,
		.plazo_ocioso_s = 20,
		.encabezados_max = 8192,
		.uri_max = 2048,
		.documento_max = 1 << 20,
		.spool_max = 8 << 20,
		.carpeta_temporal = "/tmp",
		.parada_s = 5,
	};
}

static inline struct banco banco_start(const struct servidor_opciones *o)
{
	struct banco b = {0};
	ARENA_AUTO *a = arena_create(65536);
	struct error err;
	error_init(&err, a);
	hash_init();
	log_set_level(LOG_ERROR);
	ck_assert_int_eq(servidor_start(o, &b.s, &err), STATUS_OK);
	b.puerto = servidor_puerto(b.s);
	ck_assert_int_gt(b.puerto, 0);
	ck_assert_int_eq(pthread_create(&b.hilo, NULL, banco_run, b.s), 0);
	return b;
}

static inline void banco_stop(struct banco *b)
{
	servidor_stop(b->s);
	pthread_join(b->hilo, NULL);
	servidor_free(b->s);
	b->s = NULL;
}

/* ---- client ---- */

struct cliente {
	int fd;
	char buf[65536];
	size_t n;
};
struct contestacion {
	int http; /* 0: the connection ended */
	char head[8192];
	char body[65536];
	size_t body_len;
	bool cierra;
};

static inline int conectar(int puerto)
{
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), one = 1;
	struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons((uint16_t)puerto), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	ck_assert_int_ge(fd, 0);
	(void)connect(fd, (struct sockaddr *)&a, sizeof a); /* refused: the first exchange will tell */
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
	return fd;
}

static inline struct cliente *cliente_new(int puerto)
{
	struct cliente *c = calloc(1, sizeof *c);
	c->fd = conectar(puerto);
	return c;
}

static inline void cliente_free(struct cliente *c)
{
	close(c->fd);
	free(c);
}

/* False when the server has closed. */
static inline bool enviar_n(struct cliente *c, const void *data, size_t n)
{
	for (const char *p = data; n > 0;) {
		ssize_t w = send(c->fd, p, n, MSG_NOSIGNAL);
		if (w <= 0)
			return false;
		p += w;
		n -= (size_t)w;
	}
	return true;
}

static inline bool enviar(struct cliente *c, const char *text)
{
	return enviar_n(c, text, strlen(text));
}

/* More bytes into the buffer; false at the end of the stream or after 10 s. */
static inline bool leer(struct cliente *c)
{
	struct pollfd p = {.fd = c->fd, .events = POLLIN};
	if (c->n == sizeof c->buf - 1 || poll(&p, 1, 10000) <= 0)
		return false;
	ssize_t r = recv(c->fd, c->buf + c->n, sizeof c->buf - 1 - c->n, 0);
	if (r <= 0)
		return false;
	c->n += (size_t)r;
	c->buf[c->n] = '\0';
	return true;
}

static inline const char *encabezado(const struct contestacion *r, const char *name, char out[static 512])
{
	size_t n = strlen(name);
	for (const char *l = strstr(r->head, "\r\n"); l; l = strstr(l, "\r\n")) {
		l += 2;
		if (strncasecmp(l, name, n) == 0 && l[n] == ':') {
			snprintf(out, 512, "%.*s", (int)strcspn(l + n + 2, "\r"), l + n + 2);
			return out;
		}
	}
	return NULL;
}

/* Next answer on the connection; 100 Continue is passed over. */
static inline struct contestacion *recibir(struct cliente *c, bool head)
{
	struct contestacion *r = calloc(1, sizeof *r);
	char value[512], *end;
	while (!(end = strstr(c->buf, "\r\n\r\n"))) {
		if (!leer(c))
			return r;
	}
	size_t head_len = (size_t)(end - c->buf) + 4;
	ck_assert_uint_lt(head_len, sizeof r->head);
	memcpy(r->head, c->buf, head_len);
	ck_assert_int_eq(sscanf(r->head, "HTTP/1.%*d %d", &r->http), 1);
	bool none = head || r->http == 204 || r->http == 304 || r->http == 100;
	r->body_len = !none && encabezado(r, "Content-Length", value) ? (size_t)atol(value) : 0;
	r->cierra = encabezado(r, "Connection", value) && strcasecmp(value, "close") == 0;
	while (c->n < head_len + r->body_len && leer(c)) {
	}
	ck_assert_uint_ge(c->n, head_len + r->body_len);
	memcpy(r->body, c->buf + head_len, r->body_len);
	c->n -= head_len + r->body_len;
	memmove(c->buf, c->buf + head_len + r->body_len, c->n + 1);
	if (r->http == 100) {
		free(r);
		return recibir(c, head);
	}
	return r;
}

/* One request on a connection of its own. `text` is sent as it is. */
static inline struct contestacion *pedir(int puerto, const char *text)
{
	struct cliente *c = cliente_new(puerto);
	enviar(c, text);
	struct contestacion *r = recibir(c, strncmp(text, "HEAD", 4) == 0);
	cliente_free(c);
	return r;
}

/* True when the server closes within ms (what it sends meanwhile is thrown away). */
static inline bool cierra_en(struct cliente *c, int ms)
{
	int64_t end = reloj_mono_ns() + (int64_t)ms * 1000000;
	char trash[4096];
	while (reloj_mono_ns() < end) {
		struct pollfd p = {.fd = c->fd, .events = POLLIN};
		if (poll(&p, 1, 50) > 0 && recv(c->fd, trash, sizeof trash, 0) <= 0)
			return true;
	}
	return false;
}

static inline void dormir_ms(long ms)
{
	struct timespec t = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000};
	nanosleep(&t, NULL);
}

static inline int correr(Suite *s)
{
	SRunner *r = srunner_create(s);
	srunner_run_all(r, CK_NORMAL);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

#endif
