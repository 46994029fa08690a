/*
 * Connections and their deadlines. libmicrohttpd's own timeout counts silence only, so that a client who sends a byte now and then stays for
 * ever; here each phase has an end: the request as a whole, the pause between requests, the reading of the answer. Pump thread only.
 */
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>

#include "base/fecha.h"
#include "http/interno.h"

static void link_in(struct servidor *s, struct conexion *c)
{
	c->next = s->conexiones;
	if (c->next)
		c->next->prev = c;
	s->conexiones = c;
	s->n_conexiones++;
	atomic_fetch_add(&s->metricas.conexiones, 1);
}

static void link_out(struct servidor *s, struct conexion *c)
{
	if (c->prev)
		c->prev->next = c->next;
	else
		s->conexiones = c->next;
	if (c->next)
		c->next->prev = c->prev;
	s->n_conexiones--;
	atomic_fetch_sub(&s->metricas.conexiones, 1);
}

/* True while the other end has neither closed nor broken the connection. */
static bool still_there(const struct conexion *c)
{
	char byte;
	ssize_t n = recv(c->fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
	return n > 0 || (n < 0 && errno == EAGAIN);
}

/*
 * libmicrohttpd closes without a word when there is no request in the first line; its descriptor is still open here. What the client has
 * sent beyond what was refused is thrown away: closing a socket with unread bytes resets it, and the answer may be lost with that.
 */
static void last_words(struct conexion *c, struct MHD_Connection *mhd)
{
	if (!c->usada && !c->actual && !c->cerrada && !c->servidor->parando && still_there(c)) {
		c->actual = peticion_new(c->servidor, c, mhd, "");
		if (c->actual) {
			peticion_unreadable(c->actual, PROBLEM_SOLICITUD_ILEGIBLE);
			conexion_raw_answer(c->actual);
		}
	}
	char trash[16384];
	size_t left = DESCARTE_MAX;
	while (c->cruda && left > 0) {
		ssize_t n = recv(c->fd, trash, left < sizeof trash ? left : sizeof trash, MSG_DONTWAIT);
		if (n <= 0)
			break;
		left -= (size_t)n;
	}
}

void conexion_notify(void *cls, struct MHD_Connection *mhd, void **socket_context, enum MHD_ConnectionNotificationCode code)
{
	struct servidor *s = cls;
	if (code == MHD_CONNECTION_NOTIFY_CLOSED) {
		struct conexion *c = *socket_context;
		if (c) {
			last_words(c, mhd);
			peticion_free(c->actual); /* MHD's own errors may skip the completion callback */
			link_out(s, c);
		}
		free(c);
		*socket_context = NULL;
		return;
	}
	const union MHD_ConnectionInfo *fd = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CONNECTION_FD);
	struct conexion *c = calloc(1, sizeof *c);
	*socket_context = c; /* NULL: its first request is refused by bomba_uri */
	if (!c)
		return;
	c->servidor = s;
	c->fd = fd ? fd->connect_fd : -1;
	const union MHD_ConnectionInfo *peer = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	c->direccion = direccion_de(peer ? peer->client_addr : NULL);
	conexion_deadline(c, s->o.plazo_peticion_s);
	link_in(s, c);
}

void conexion_deadline(struct conexion *c, int64_t seconds)
{
	c->plazo_ns = seconds > 0 ? reloj_mono_ns() + seconds * 1000000000 : INT64_MAX;
}

void conexion_close(struct conexion *c)
{
	/* MHD sees the end of the stream and frees the connection itself: closing the descriptor here would let its number be reused. */
	if (!c->cerrada && c->fd >= 0)
		shutdown(c->fd, SHUT_RDWR);
	c->cerrada = true;
}

static void expired(struct conexion *c)
{
	struct peticion *p = c->actual;
	atomic_fetch_add_explicit(&c->servidor->metricas.plazos, 1, memory_order_relaxed);
	c->plazo_ns = INT64_MAX;
	if (!p) {
		conexion_close(c);
		return;
	}
	switch (p->fase) {
	case FASE_ENCABEZADOS:
	case FASE_CUERPO:
	case FASE_DESCARTE:
		peticion_timeout(p);
		break;
	case FASE_CARRIL:
	case FASE_LISTA:
		break; /* the time is ours, not the client's */
	case FASE_ENVIO:
	case FASE_CRUDA:
		conexion_close(c);
		break;
	}
}

void conexion_check(struct servidor *s, int64_t now)
{
	for (struct conexion *c = s->conexiones; c; c = c->next) {
		if (now >= c->plazo_ns)
			expired(c);
	}
}

/* Does a half-closed connection still have something to wait for? */
static bool waits_for_client(const struct conexion *c)
{
	return !c->cerrada && (!c->actual || c->actual->fase <= FASE_DESCARTE || c->actual->fase == FASE_CRUDA);
}

static void reap_one(struct conexion *c, const struct pollfd *f)
{
	uint64_t progress = c->actual ? c->actual->recibidos : 0;
	if (!(f->revents & (POLLRDHUP | POLLHUP | POLLERR)) || !waits_for_client(c)) {
		c->ida = false;
		return;
	}
	/* Bytes may still be unread when the end is first seen: closed the second time, unless something moved. */
	if (c->ida && c->visto == progress)
		conexion_close(c);
	c->ida = true;
	c->visto = progress;
}

/*
 * MHD listens to edges and reads what came with the last one without asking again: when a client's last bytes and its end arrive together,
 * MHD 0.9.75 never learns of the end, and an upload that was cut off would hold its spool file until its deadline.
 */
void conexion_reap(struct servidor *s)
{
	size_t n = 0;
	if ((size_t)s->n_conexiones > s->sondeo_cap) {
		size_t cap = (size_t)s->n_conexiones * 2;
		struct pollfd *more = realloc(s->sondeo, cap * sizeof *more);
		if (!more)
			return;
		s->sondeo = more;
		s->sondeo_cap = cap;
	}
	for (struct conexion *c = s->conexiones; c; c = c->next)
		s->sondeo[n++] = (struct pollfd){.fd = c->fd, .events = POLLRDHUP};
	if (n == 0 || poll(s->sondeo, n, 0) <= 0)
		return;
	n = 0;
	for (struct conexion *c = s->conexiones; c; c = c->next)
		reap_one(c, &s->sondeo[n++]);
}

void conexion_close_idle(struct servidor *s)
{
	for (struct conexion *c = s->conexiones; c; c = c->next) {
		if (!c->actual)
			conexion_close(c);
	}
}

bool conexion_any_active(const struct servidor *s)
{
	for (const struct conexion *c = s->conexiones; c; c = c->next) {
		if (c->actual && c->actual->fase != FASE_CRUDA)
			return true;
	}
	return false;
}

static void write_head(const struct peticion *p, struct buf *out)
{
	struct encabezado h[RESPUESTA_HEADERS_MAX];
	const struct respuesta *r = &p->ex.respuesta;
	char date[40];
	struct tm tm;
	time_t now = time(NULL);
	size_t n = peticion_answer_headers(p, h);
	strftime(date, sizeof date, "%a, %d %b %Y %H:%M:%S GMT", gmtime_r(&now, &tm));
	buf_printf(out, "HTTP/1.1 %d %s\r\nDate: %s\r\n", r->http, MHD_get_reason_phrase_for((unsigned)r->http), date);
	for (size_t i = 0; i < n; i++)
		buf_printf(out, "%s: %s\r\n", h[i].name, h[i].value);
	buf_printf(out, "Content-Length: %zu\r\n\r\n", r->body.len);
}

void conexion_raw_answer(struct peticion *p)
{
	struct conexion *c = p->conexion;
	BUF_AUTO out;
	buf_init(&out, 1024 * 1024);
	p->cerrar = true;
	write_head(p, &out);
	if (!p->ex.cabeza)
		buf_append(&out, buf_str(&p->ex.respuesta.body), p->ex.respuesta.body.len);
	atomic_fetch_add_explicit(&c->servidor->metricas.crudas, 1, memory_order_relaxed);
	p->fase = FASE_CRUDA;
	c->cruda = true;
	ssize_t sent = out.failed ? -1 : send(c->fd, out.data, out.len, MSG_DONTWAIT | MSG_NOSIGNAL);
	if (sent != (ssize_t)out.len) {
		conexion_close(c);
		return;
	}
	/* Closing while bytes still come in would make the kernel reset the connection and the client lose the answer. */
	shutdown(c->fd, SHUT_WR);
	conexion_deadline(c, LINGER_S);
}
