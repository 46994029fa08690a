/*
 * The server's life: socket, MHD daemon, lanes, and the pump, one thread that waits on MHD's epoll descriptor and on an eventfd through which
 * the lanes hand finished requests back. MHD is driven from outside because its own thread stalls when many connections are ready at once,
 * and connections are resumed here only, because resuming from other threads loses wake-ups (PERFORMANCE.md).
 */
#include <arpa/inet.h>
#include <errno.h>
#include <malloc.h>
#include <netdb.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/fecha.h"
#include "http/interno.h"

#define BACKLOG 1024
#define IDLE_MS 1000
#define MEMORIA_SUELTA (128 * 1024)

void servidor_terminada(struct servidor *s, struct peticion *first, struct peticion *last)
{
	struct peticion *head = atomic_load_explicit(&s->terminadas, memory_order_relaxed);
	/* The list is newest first and the pump turns it round: a chain goes in reversed. */
	struct peticion *chain = NULL;
	(void)last;
	if (!first)
		return;
	for (struct peticion *p = first, *next; p; p = next) {
		next = p->sig;
		p->sig = chain;
		chain = p;
	}
	do {
		first->sig = head;
	} while (!atomic_compare_exchange_weak_explicit(&s->terminadas, &head, chain, memory_order_release, memory_order_relaxed));
	if (!head) { /* the pump may be asleep; otherwise whoever filled the list first has woken it */
		uint64_t one = 1;
		ssize_t ignored = write(s->evento, &one, sizeof one);
		(void)ignored;
	}
}

static void collect_finished(struct servidor *s)
{
	struct peticion *p = atomic_exchange_explicit(&s->terminadas, NULL, memory_order_acquire), *ordered = NULL;
	for (struct peticion *next; p; p = next) {
		next = p->sig;
		p->sig = ordered;
		ordered = p;
	}
	for (p = ordered; p; p = p->sig) {
		p->fase = FASE_LISTA;
		MHD_resume_connection(p->mhd);
	}
}

/* ---- pump ---- */

static int wait_ms(struct servidor *s)
{
	MHD_UNSIGNED_LONG_LONG ms;
	if (MHD_get_timeout(s->mhd, &ms) == MHD_YES && ms == 0)
		return 0;
	return s->n_conexiones > 0 || s->parando ? TICK_MS : IDLE_MS;
}

static void turn(struct servidor *s, int ms)
{
	struct pollfd fds[2] = {{.fd = s->epoll, .events = POLLIN}, {.fd = s->evento, .events = POLLIN}};
	if (poll(fds, 2, ms) > 0 && fds[1].revents) {
		uint64_t count;
		ssize_t ignored = read(s->evento, &count, sizeof count);
		(void)ignored;
	}
	collect_finished(s);
	MHD_run(s->mhd);
	for (int l = LANE_ACTOS; l < LANE_COUNT; l++)
		carril_flush(&s->carriles[l]);
}

static void tick(struct servidor *s, int64_t *last)
{
	int64_t now = reloj_mono_ns();
	if (now - *last < (int64_t)TICK_MS * 1000000)
		return;
	if (now / 1000000000 != *last / 1000000000)
		conexion_reap(s);
	*last = now;
	conexion_check(s, now);
	for (int l = LANE_ACTOS; l < LANE_COUNT; l++)
		carril_expire(&s->carriles[l], now);
}

/* No new connections; what has begun may end within parada_s. */
static void drain(struct servidor *s, int64_t *last)
{
	int64_t end = reloj_mono_ns() + (int64_t)s->o.parada_s * 1000000000;
	turn(s, 0); /* what the kernel has accepted already is read before idle connections are told apart */
	s->parando = true;
	MHD_socket fd = MHD_quiesce_daemon(s->mhd);
	if (fd != MHD_INVALID_SOCKET) {
		close(fd);
		s->escucha = -1;
	}
	turn(s, 0);
	while (conexion_any_active(s) && reloj_mono_ns() < end) {
		conexion_close_idle(s);
		turn(s, wait_ms(s));
		tick(s, last);
	}
	/* Time is up: what nobody has begun by now is not begun any more, however soon a thread becomes free. */
	for (int l = LANE_ACTOS; l < LANE_COUNT; l++)
		carril_close(&s->carriles[l]);
}

void servidor_run(struct servidor *s)
{
	int64_t last = 0;
	while (!atomic_load_explicit(&s->parar, memory_order_relaxed)) {
		turn(s, wait_ms(s));
		tick(s, &last);
	}
	drain(s, &last);
}

void servidor_stop(struct servidor *s)
{
	int saved = errno;
	uint64_t one = 1;
	atomic_store(&s->parar, true);
	ssize_t ignored = write(s->evento, &one, sizeof one);
	(void)ignored;
	errno = saved;
}

/* ---- start ---- */

/* "host:port" or "[v6]:port", numeric. */
static bool parse_address(const char *text, struct addrinfo **out)
{
	char host[64];
	const char *colon = strrchr(text, ':');
	const char *end = colon;
	if (!colon)
		return false;
	if (*text == '[' && colon > text && colon[-1] == ']') {
		text++;
		end--;
	}
	size_t n = (size_t)(end - text);
	if (n >= sizeof host)
		return false;
	memcpy(host, text, n);
	host[n] = '\0';
	struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE};
	return getaddrinfo(n ? host : NULL, colon + 1, &hints, out) == 0;
}

static int bound_port(int fd)
{
	union {
		struct sockaddr any;
		struct sockaddr_in v4;
		struct sockaddr_in6 v6;
	} a = {.v6 = {0}};
	socklen_t n = sizeof a;
	if (getsockname(fd, &a.any, &n) != 0)
		return 0;
	return ntohs(a.any.sa_family == AF_INET6 ? a.v6.sin6_port : a.v4.sin_port);
}

/* For whoever starts the service. */
static const char *remedy(int why)
{
	if (why == EADDRINUSE)
		return "otro programa ya atiende ahí: deténgalo, o cambie escucha";
	if (why == EACCES)
		return "los puertos menores de 1024 piden permiso: cambie escucha";
	return "escucha debe ser una dirección de esta máquina, en números, y un puerto";
}

static enum status open_socket(struct servidor *s, struct error *err)
{
	struct addrinfo *a = NULL;
	int one = 1, zero = 0;
	errno = EINVAL;
	if (parse_address(s->o.escucha, &a)) {
		s->escucha = socket(a->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
		setsockopt(s->escucha, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
		if (a->ai_family == AF_INET6)
			setsockopt(s->escucha, IPPROTO_IPV6, IPV6_V6ONLY, &zero, sizeof zero);
		bool ok = s->escucha >= 0 && bind(s->escucha, a->ai_addr, a->ai_addrlen) == 0 && listen(s->escucha, BACKLOG) == 0;
		int why = errno;
		freeaddrinfo(a);
		errno = why;
		if (ok) {
			s->puerto = bound_port(s->escucha);
			return STATUS_OK;
		}
	}
	err->interno = arena_printf(err->arena, "%s: %s (%s)", s->o.escucha, remedy(errno), strerror(errno));
	(void)error_set(err, PROBLEM_INTERNO);
	return STATUS_UNAVAILABLE;
}

static void mhd_log(void *cls, const char *fmt, va_list ap) __attribute__((format(printf, 2, 0)));
static void mhd_log(void *cls, const char *fmt, va_list ap)
{
	(void)cls;
	char text[512];
	vsnprintf(text, sizeof text, fmt, ap);
	text[strcspn(text, "\n")] = '\0';
	log_event(LOG_DEBUG, "mhd", LOG_TEXT("texto", text)); /* mostly clients' faults */
}

static bool start_mhd(struct servidor *s)
{
	/*
	 * Above our own limit (which counts the URI too), so that headers are measured, and refused, by us. Each connection has that much, and MHD zeroes
	 * all of it per request.
	 */
	size_t memory = s->o.encabezados_max + CONEXION_RESTO;
	struct MHD_OptionItem options[] = {
		{MHD_OPTION_LISTEN_SOCKET, s->escucha, NULL},
		{MHD_OPTION_CONNECTION_LIMIT, s->o.conexiones_max, NULL},
		{MHD_OPTION_PER_IP_CONNECTION_LIMIT, s->o.conexiones_por_direccion, NULL},
		{MHD_OPTION_CONNECTION_MEMORY_LIMIT, (intptr_t)memory, NULL},
		{MHD_OPTION_NOTIFY_CONNECTION, (intptr_t)conexion_notify, s},
		{MHD_OPTION_NOTIFY_COMPLETED, (intptr_t)bomba_completed, s},
		{MHD_OPTION_URI_LOG_CALLBACK, (intptr_t)bomba_uri, s},
		{MHD_OPTION_SIGPIPE_HANDLED_BY_APP, 1, NULL},
		{MHD_OPTION_END, 0, NULL},
	};
	s->mhd = MHD_start_daemon(MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_TURBO | MHD_USE_ERROR_LOG, 0, NULL, NULL,
		bomba_handler, s, MHD_OPTION_EXTERNAL_LOGGER, mhd_log, NULL, MHD_OPTION_ARRAY, options, MHD_OPTION_END);
	const union MHD_DaemonInfo *info = s->mhd ? MHD_get_daemon_info(s->mhd, MHD_DAEMON_INFO_EPOLL_FD) : NULL;
	s->epoll = info ? info->epoll_fd : -1;
	return s->epoll >= 0;
}

/* Lane threads take no signals: they are the main thread's. */
static bool start_lanes(struct servidor *s)
{
	sigset_t all, before;
	bool ok = true;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	for (int l = LANE_ACTOS; l < LANE_COUNT && ok; l++)
		ok = carril_start(&s->carriles[l], s, (enum lane)l);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return ok;
}

static void fill_defaults(struct servidor_opciones *o)
{
	for (int l = LANE_ACTOS; l < LANE_COUNT; l++) {
		o->hilos[l] = o->hilos[l] > 0 ? o->hilos[l] : 1;
		o->cola_max[l] = o->cola_max[l] > 0 ? o->cola_max[l] : 1024;
	}
	o->grupo_max = o->grupo_max > 0 ? o->grupo_max : 64;
	o->conexiones_max = o->conexiones_max > 0 ? o->conexiones_max : 1024;
	o->encabezados_max = o->encabezados_max ? o->encabezados_max : 16384;
	o->uri_max = o->uri_max ? o->uri_max : 8192;
	o->documento_max = o->documento_max > 0 ? o->documento_max : (int64_t)64 << 20;
	o->spool_max = o->spool_max > 0 ? o->spool_max : (int64_t)1 << 30;
	o->plazo_peticion_s = o->plazo_peticion_s > 0 ? o->plazo_peticion_s : 30;
	o->plazo_documento_s = o->plazo_documento_s > 0 ? o->plazo_documento_s : 300;
	o->plazo_ocioso_s = o->plazo_ocioso_s > 0 ? o->plazo_ocioso_s : 60;
}

/* A table that asks for what cannot be is a defect, found when the process starts. */
static bool routes_sound(const struct servidor_opciones *o, struct error *err)
{
	for (size_t i = 0; i < o->n_rutas; i++) {
		const struct ruta *r = &o->rutas[i];
		bool one = !r->handler != !r->group;
		if (!one || r->lane >= LANE_COUNT || (r->lane == LANE_INLINE && (r->group || r->acceso != ACCESO_PUBLICO)))
			err->interno = arena_printf(err->arena, "route table: %s", r->operation ? r->operation : r->patron);
		if (err->interno)
			return false;
	}
	return true;
}

enum status servidor_start(const struct servidor_opciones *o, struct servidor **out, struct error *err)
{
	struct servidor *s = calloc(1, sizeof *s);
	*out = NULL;
	if (!s)
		return error_set(err, PROBLEM_INTERNO);
	s->o = *o;
	s->escucha = s->evento = s->epoll = -1;
	fill_defaults(&s->o);
	/* Requests are made on the pump and filled in the lanes: more malloc arenas than this would only hold memory back. */
	mallopt(M_ARENA_MAX, 2);
	/* Fixed, where glibc would let them grow with what is freed: what one large group needed goes back to the kernel (mallopt(3)). */
	mallopt(M_MMAP_THRESHOLD, MEMORIA_SUELTA);
	mallopt(M_TRIM_THRESHOLD, MEMORIA_SUELTA);
	signal(SIGPIPE, SIG_IGN); /* sendfile(2) has no other way */
	s->evento = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	enum status st = STATUS_OK;
	if (s->evento < 0 || !rechazo_init() || !routes_sound(&s->o, err) || !enrutador_init(&s->enrutador, o->rutas, o->n_rutas) ||
		!metricas_init(&s->metricas, o->n_rutas) || !(s->cuotas = cuotas_create(&o->cuotas)))
		st = error_set(err, PROBLEM_INTERNO);
	if (st == STATUS_OK)
		st = open_socket(s, err);
	if (st == STATUS_OK && (!start_mhd(s) || !start_lanes(s)))
		st = error_set(err, PROBLEM_INTERNO);
	if (st != STATUS_OK) {
		servidor_free(s);
		return st;
	}
	*out = s;
	return STATUS_OK;
}

int servidor_puerto(const struct servidor *s)
{
	return s->puerto;
}

/* The lanes are still: sends what they left, as far as the sockets take it at once. */
static void last_answers(struct servidor *s)
{
	s->parando = true;
	for (int i = 0; i < 3; i++)
		turn(s, 0);
}

void servidor_free(struct servidor *s)
{
	if (!s)
		return;
	s->detenido = true;
	for (int l = LANE_ACTOS; l < LANE_COUNT; l++)
		carril_stop(&s->carriles[l]);
	if (s->mhd) {
		last_answers(s); /* resumes all: MHD must not be stopped with suspended connections */
		MHD_stop_daemon(s->mhd);
	} else if (s->escucha >= 0) {
		close(s->escucha);
	}
	if (s->evento >= 0)
		close(s->evento);
	enrutador_free(&s->enrutador);
	metricas_free(&s->metricas);
	cuotas_destroy(s->cuotas);
	free(s->sondeo);
	free(s);
}
