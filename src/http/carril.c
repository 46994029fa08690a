/*
 * Lanes: a bounded queue with its threads. A thread takes the first request and, when that request's route works in groups, every other one in
 * the queue of the same group function: while one group is being committed the next one gathers by itself, and a thin queue costs nothing.
 */
#include <errno.h>
#include <stdlib.h>
#include <time.h>

#include "base/fecha.h"
#include "http/interno.h"

#define STACK_BYTES ((size_t)512 * 1024)
#define GROUP_MAX 256
#define DEFER_MAX 1000 /* a request that is put back so often is a defect of its group function */
#define BACKOFF_FIRST_MS 100
#define BACKOFF_MAX_MS 2000

/* ---- queue ---- */

static void append(struct cola *q, struct peticion *p)
{
	p->sig = NULL;
	if (q->last)
		q->last->sig = p;
	else
		q->first = p;
	q->last = p;
	q->n++;
}

static void splice_end(struct cola *q, struct cola *more)
{
	if (!more->first)
		return;
	if (q->last)
		q->last->sig = more->first;
	else
		q->first = more->first;
	q->last = more->last;
	q->n += more->n;
	*more = (struct cola){0};
}

/* Takes from the queue, in order, the first request and up to max - 1 that share its group function; what moved here alone, for it is costly. */
static size_t take(struct cola *q, enum lane lane, struct peticion **out, size_t max)
{
	size_t n = 0;
	struct peticion *before = NULL;
	const struct ruta *primera = q->first ? q->first->ex.ruta : NULL;
	void (*group)(struct exchange **, size_t, void *) = primera && primera->lane == lane ? primera->group : NULL;
	for (struct peticion *p = q->first, *next; p && n < max; p = next) {
		next = p->sig;
		if (n > 0 && p->ex.ruta->group != group) {
			before = p;
			continue;
		}
		if (before)
			before->sig = next;
		else
			q->first = next;
		if (!next)
			q->last = before;
		q->n--;
		out[n++] = p;
		if (!group)
			break;
	}
	return n;
}

/* ---- pump's side ---- */

bool carril_push(struct carril *c, struct peticion *p)
{
	if (c->n_hilos == 0 || atomic_load_explicit(&c->pendientes, memory_order_relaxed) >= c->servidor->o.cola_max[c->lane])
		return false;
	atomic_fetch_add(&c->pendientes, 1);
	p->encolada_ns = reloj_mono_ns();
	append(&c->entrada, p);
	return true;
}

void carril_flush(struct carril *c)
{
	if (!c->entrada.first)
		return;
	pthread_mutex_lock(&c->mx);
	splice_end(&c->cola, &c->entrada);
	bool wake = c->dormidos > 0;
	pthread_mutex_unlock(&c->mx);
	if (wake)
		pthread_cond_signal(&c->hay); /* whoever wakes and leaves something wakes the next one */
}

static void answer_all(struct carril *c, struct peticion *first, enum problem why)
{
	struct peticion *last = NULL;
	for (struct peticion *p = first; p; p = p->sig) {
		atomic_fetch_sub(&c->pendientes, 1);
		peticion_finish(p, error_set(&p->ex.err, why));
		last = p;
	}
	if (first)
		servidor_terminada(c->servidor, first, last);
}

void carril_expire(struct carril *c, int64_t now)
{
	struct cola late = {0};
	if (atomic_load(&c->con_worker) > 0 || atomic_load(&c->pendientes) == 0)
		return;
	pthread_mutex_lock(&c->mx);
	while (c->cola.first && now - c->cola.first->encolada_ns > ESPERA_BASE_NS) {
		struct peticion *p = c->cola.first;
		c->cola.first = p->sig;
		if (!p->sig)
			c->cola.last = NULL;
		c->cola.n--;
		append(&late, p);
	}
	pthread_mutex_unlock(&c->mx);
	answer_all(c, late.first, PROBLEM_BASE_NO_DISPONIBLE);
}

/* ---- lane thread ---- */

/* True when the request may go on to its handler. */
static bool admitted(struct carril *c, struct peticion *p, void *worker)
{
	if (p->acceso_hecho || !c->servidor->o.acceso)
		return true;
	p->acceso_hecho = true;
	enum status st = c->servidor->o.acceso(&p->ex, worker);
	if (st == STATUS_OK)
		return true;
	peticion_finish(p, st);
	return false;
}

/* Into the queue of another lane; false when it is full. That lane outlives this one (exchange_move). */
static bool move_on(struct carril *c, struct peticion *p)
{
	struct carril *otro = &c->servidor->carriles[p->destino];
	p->destino = LANE_INLINE;
	p->diferida = false;
	if (otro->n_hilos == 0 || atomic_load(&otro->pendientes) >= c->servidor->o.cola_max[otro->lane])
		return false;
	p->encolada_ns = reloj_mono_ns();
	pthread_mutex_lock(&otro->mx);
	atomic_fetch_add(&otro->pendientes, 1);
	append(&otro->cola, p);
	bool wake = otro->dormidos > 0;
	pthread_mutex_unlock(&otro->mx);
	if (wake)
		pthread_cond_signal(&otro->hay);
	return true;
}

/* Puts the deferred ones in front of the queue, those that go on elsewhere into that lane's, and hands the rest to the pump. */
static void settle(struct carril *c, struct peticion *const *batch, size_t n)
{
	struct cola done = {0}, again = {0};
	for (size_t i = 0; i < n; i++) {
		if (batch[i]->diferida && batch[i]->destino != LANE_INLINE) {
			if (move_on(c, batch[i]))
				continue;
			peticion_finish(batch[i], error_set(&batch[i]->ex.err, PROBLEM_SATURADO));
		}
		append(batch[i]->diferida ? &again : &done, batch[i]);
	}
	if (again.first) {
		atomic_fetch_add(&c->pendientes, (int)again.n);
		atomic_fetch_add_explicit(&c->servidor->metricas.aplazadas, again.n, memory_order_relaxed);
		for (struct peticion *p = again.first; p; p = p->sig)
			p->diferida = false;
		pthread_mutex_lock(&c->mx);
		splice_end(&again, &c->cola);
		c->cola = again;
		pthread_mutex_unlock(&c->mx);
	}
	if (done.first)
		servidor_terminada(c->servidor, done.first, done.last);
}

static void run_group(struct carril *c, struct peticion **batch, size_t n, void *worker)
{
	struct exchange *ready[GROUP_MAX];
	size_t k = 0;
	for (size_t i = 0; i < n; i++) {
		batch[i]->ex.lane = c->lane;
		if (admitted(c, batch[i], worker))
			ready[k++] = &batch[i]->ex;
	}
	if (k) {
		atomic_fetch_add_explicit(&c->servidor->metricas.grupos[c->lane], 1, memory_order_relaxed);
		atomic_fetch_add_explicit(&c->servidor->metricas.agrupadas[c->lane], k, memory_order_relaxed);
		ready[0]->ruta->group(ready, k, worker);
	}
	for (size_t i = 0; i < k; i++) {
		struct peticion *p = peticion_of(ready[i]);
		if (p->diferida && ++p->diferidas > DEFER_MAX)
			p->diferida = false;
		if (!p->diferida)
			peticion_finish(p, error_status(&p->ex.err));
	}
	settle(c, batch, n);
}

static void run_batch(struct carril *c, struct peticion **batch, size_t n, void *worker)
{
	atomic_fetch_sub(&c->pendientes, (int)n);
	if (batch[0]->ex.ruta->group) {
		run_group(c, batch, n, worker);
		return;
	}
	struct peticion *p = batch[0];
	if (admitted(c, p, worker))
		peticion_finish(p, p->ex.ruta->handler(&p->ex, worker));
	settle(c, batch, n);
}

/* Sleeps up to ms or until the lane stops. False when it stops. Called with mx held. */
static bool pause_ms(struct carril *c, int64_t ms)
{
	struct timespec until;
	clock_gettime(CLOCK_MONOTONIC, &until);
	int64_t ns = until.tv_nsec + ms * 1000000;
	until.tv_sec += ns / 1000000000;
	until.tv_nsec = ns % 1000000000;
	while (!c->parar && pthread_cond_timedwait(&c->hay, &c->mx, &until) != ETIMEDOUT) {
	}
	return !c->parar;
}

/* Tries until the worker is made. False when the lane stops first. */
static bool start_worker(struct carril *c, void **worker)
{
	const struct servidor_opciones *o = &c->servidor->o;
	*worker = NULL;
	if (!o->worker_start)
		return true;
	for (int64_t ms = BACKOFF_FIRST_MS;; ms = ms * 2 > BACKOFF_MAX_MS ? BACKOFF_MAX_MS : ms * 2) {
		ARENA_AUTO *a = arena_create((size_t)64 * 1024);
		struct error err;
		error_init(&err, a);
		*worker = a ? o->worker_start(o->app, c->lane, &err) : NULL;
		if (*worker)
			return true;
		log_event(LOG_DEBUG, "carril_sin_worker", LOG_INT("carril", c->lane), LOG_INT("reintento_ms", ms),
			LOG_TEXT("problema", err.problem == PROBLEM_NONE ? "" : problem_info(err.problem)->slug),
			LOG_TEXT("sqlstate", err.sqlstate), LOG_TEXT("interno", err.interno));
		pthread_mutex_lock(&c->mx);
		bool go_on = pause_ms(c, ms);
		pthread_mutex_unlock(&c->mx);
		if (!go_on)
			return false;
	}
}

static size_t next_batch(struct carril *c, struct peticion **batch)
{
	size_t max = (size_t)c->servidor->o.grupo_max, n = 0;
	pthread_mutex_lock(&c->mx);
	while (!c->parar && !c->cola.first) {
		c->dormidos++;
		pthread_cond_wait(&c->hay, &c->mx);
		c->dormidos--;
	}
	if (!c->parar)
		n = take(&c->cola, c->lane, batch, max);
	bool wake = c->cola.first && c->dormidos > 0;
	pthread_mutex_unlock(&c->mx);
	if (wake)
		pthread_cond_signal(&c->hay);
	return n;
}

static void *thread_main(void *cls)
{
	struct carril *c = cls;
	struct peticion *batch[GROUP_MAX];
	void *worker;
	if (!start_worker(c, &worker))
		return NULL;
	atomic_fetch_add(&c->con_worker, 1);
	for (size_t n; (n = next_batch(c, batch)) > 0;)
		run_batch(c, batch, n, worker);
	atomic_fetch_sub(&c->con_worker, 1);
	if (c->servidor->o.worker_stop && worker)
		c->servidor->o.worker_stop(worker);
	return NULL;
}

/* ---- life ---- */

static bool start_threads(struct carril *c, int n)
{
	pthread_attr_t attr;
	c->hilos = calloc((size_t)n, sizeof *c->hilos);
	if (!c->hilos || pthread_attr_init(&attr) != 0)
		return false;
	pthread_attr_setstacksize(&attr, STACK_BYTES);
	while (c->n_hilos < n && pthread_create(&c->hilos[c->n_hilos], &attr, thread_main, c) == 0)
		c->n_hilos++;
	pthread_attr_destroy(&attr);
	return c->n_hilos == n;
}

bool carril_start(struct carril *c, struct servidor *s, enum lane lane)
{
	pthread_condattr_t attr;
	c->servidor = s;
	c->lane = lane;
	if (s->o.grupo_max > GROUP_MAX)
		s->o.grupo_max = GROUP_MAX;
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC); /* a step of the wall clock must not stretch a back-off */
	bool ok = pthread_mutex_init(&c->mx, NULL) == 0 && pthread_cond_init(&c->hay, &attr) == 0;
	pthread_condattr_destroy(&attr);
	return ok && start_threads(c, s->o.hilos[lane]);
}

void carril_close(struct carril *c)
{
	pthread_mutex_lock(&c->mx);
	c->parar = true;
	pthread_mutex_unlock(&c->mx);
	pthread_cond_broadcast(&c->hay);
}

void carril_stop(struct carril *c)
{
	if (!c->servidor)
		return;
	carril_close(c);
	for (int i = 0; i < c->n_hilos; i++)
		pthread_join(c->hilos[i], NULL);
	c->n_hilos = 0;
	splice_end(&c->cola, &c->entrada);
	answer_all(c, c->cola.first, PROBLEM_SATURADO);
	c->cola = (struct cola){0};
	free(c->hilos);
	pthread_cond_destroy(&c->hay);
	pthread_mutex_destroy(&c->mx);
	c->servidor = NULL;
}
