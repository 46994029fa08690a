/* The bell between the acts and the workers: in-process, since NOTIFY inside acts would make their commits wait for each other. */
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "services/trabajos.h"

struct trabajos_timbre {
	pthread_mutex_t mx;
	pthread_cond_t hay;
	uint64_t toques; /* under mx */
	bool parar;      /* under mx */
};

struct trabajos_timbre *trabajos_timbre_create(void)
{
	struct trabajos_timbre *t = calloc(1, sizeof *t);
	pthread_condattr_t attr;
	if (!t)
		return NULL;
	t->toques = 1;
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_mutex_init(&t->mx, NULL);
	pthread_cond_init(&t->hay, &attr);
	pthread_condattr_destroy(&attr);
	return t;
}

void trabajos_timbre_destroy(struct trabajos_timbre *t)
{
	if (!t)
		return;
	pthread_cond_destroy(&t->hay);
	pthread_mutex_destroy(&t->mx);
	free(t);
}

void trabajos_wake(struct trabajos_timbre *t)
{
	if (!t)
		return;
	pthread_mutex_lock(&t->mx);
	t->toques++;
	pthread_mutex_unlock(&t->mx);
	pthread_cond_broadcast(&t->hay);
}

void trabajos_stop(struct trabajos_timbre *t)
{
	pthread_mutex_lock(&t->mx);
	t->parar = true;
	pthread_mutex_unlock(&t->mx);
	pthread_cond_broadcast(&t->hay);
}

bool trabajos_wait(struct trabajos_timbre *t, uint64_t *visto, int ms)
{
	struct timespec until;
	clock_gettime(CLOCK_MONOTONIC, &until);
	int64_t ns = until.tv_nsec + (int64_t)ms * 1000000;
	until.tv_sec += ns / 1000000000;
	until.tv_nsec = ns % 1000000000;
	pthread_mutex_lock(&t->mx);
	while (!t->parar && t->toques == *visto && pthread_cond_timedwait(&t->hay, &t->mx, &until) != ETIMEDOUT) {
	}
	*visto = t->toques;
	bool sigue = !t->parar;
	pthread_mutex_unlock(&t->mx);
	return sigue;
}
