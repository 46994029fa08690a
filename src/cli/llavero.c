#include "cli/llavero.h"

#include <poll.h>
#include <time.h>

#include "base/log.h"

#define VUELTA_BYTES ((size_t)256 * 1024)
#define SIN_MEMORIA_MS 1000

/* One look; how long to rest afterwards, unless the bell rings. *antes: how the last one went, so that a line is written when that changes. */
static int turn(const struct llavero_hilo *h, int *antes)
{
	ARENA_AUTO *a = arena_create(VUELTA_BYTES);
	struct emisor_vuelta v;
	if (!a)
		return SIN_MEMORIA_MS;
	emisores_atender(h->de->emisores, h->i, a, &v);
	if (v.pregunto && v.bien != *antes) {
		log_event(v.bien ? LOG_INFO : LOG_WARN, "emisor", LOG_TEXT("nombre", emisores_nombre(h->de->emisores, h->i)),
			LOG_INT("llaves", (int64_t)v.llaves), LOG_TEXT("motivo", v.motivo));
		*antes = v.bien;
	}
	return v.espera_ms;
}

static void *thread_main(void *arg)
{
	const struct llavero_hilo *h = arg;
	struct pollfd fds[] = {{.fd = h->de->parar_fd, .events = POLLIN}, {.fd = emisores_timbre(h->de->emisores, h->i), .events = POLLIN}};
	int antes = -1;
	do
		(void)poll(fds, 2, turn(h, &antes));
	while (!(fds[0].revents & POLLIN));
	return NULL;
}

bool llavero_start(struct llavero *l, struct emisores *emisores, int parar_fd)
{
	*l = (struct llavero){.emisores = emisores, .parar_fd = parar_fd};
	for (size_t i = 0; i < emisores_cuantos(emisores); i++) {
		struct llavero_hilo *h = &l->hilos[i];
		*h = (struct llavero_hilo){.de = l, .i = i};
		if (pthread_create(&h->hilo, NULL, thread_main, h) != 0)
			return false;
		l->vivos++;
	}
	return true;
}

bool llavero_stop(struct llavero *l, int plazo_s)
{
	struct timespec fin;
	bool todos = true;
	clock_gettime(CLOCK_REALTIME, &fin);
	fin.tv_sec += plazo_s;
	for (size_t i = 0; i < l->vivos; i++)
		todos = pthread_timedjoin_np(l->hilos[i].hilo, NULL, &fin) == 0 && todos;
	return todos;
}
