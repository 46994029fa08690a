#include "cli/taller.h"

#include <errno.h>
#include <time.h>

#include "base/log.h"
#include "services/trabajos.h"

#define TURNO_BYTES ((size_t)4 * 1024 * 1024)
#define SONDEO_MS 2000 /* the bell rings in this process only; another instance's jobs and those whose time has come are looked for */
#define ESPERA_MS 1000 /* while the database is away */

static void log_turn(const struct trabajos_turno *v)
{
	char id[UUID_LEN];
	uuid_format(&v->trabajo.id, id);
	log_event(v->problema || v->perdido ? LOG_WARN : LOG_INFO, "trabajo", LOG_TEXT("id", id), LOG_TEXT("clase", v->trabajo.clase),
		LOG_TEXT("estado", v->perdido ? "perdido" : trabajo_estado_slug(v->estado)), LOG_INT("intento", v->trabajo.intentos),
		LOG_INT("ms", v->ms), LOG_TEXT("problema", v->problema), LOG_TEXT("interno", v->interno));
}

/* One turn; how long to sleep afterwards unless woken, 0: there may be more. */
static int turn(struct obrero *o, const struct taller_hilo *h)
{
	ARENA_AUTO *a = arena_create(TURNO_BYTES);
	struct error err;
	error_init(&err, a);
	if (!a || !atomic_load(&o->app->lista)) /* the maintenance thread says when the database is there, and why not */
		return ESPERA_MS;
	if (!o->db)
		o->db = db_open(&h->taller->base, &err);
	if (!o->db)
		return ESPERA_MS;
	db_wake(o->db);
	struct trabajos_turno v;
	enum status st = trabajos_step(o, &trabajos_reglas_normales, h->solo_cortos, a, &v, &err);
	if (st != STATUS_OK) {
		log_event(LOG_WARN, "trabajos", LOG_TEXT("problema", err.problem ? problem_info(err.problem)->slug : ""),
			LOG_TEXT("sqlstate", err.sqlstate), LOG_TEXT("interno", err.interno));
		return ESPERA_MS;
	}
	if (v.hubo)
		log_turn(&v);
	return v.hubo ? 0 : SONDEO_MS;
}

static void *thread_main(void *arg)
{
	const struct taller_hilo *h = arg;
	struct obrero o = {.app = h->taller->app};
	uint64_t visto = 0;
	int ms = 0;
	do
		ms = turn(&o, h);
	while (!atomic_load(&o.app->parando) && (ms == 0 || trabajos_wait(o.app->timbre, &visto, ms)));
	db_close(o.db);
	return NULL;
}

bool taller_start(struct taller *t, struct app *app, const struct db_opciones *base)
{
	int hilos = app->config->hilos_trabajos;
	t->app = app;
	t->base = *base;
	while (t->n < hilos) {
		t->de[t->n] = (struct taller_hilo){.taller = t, .solo_cortos = t->n == 0 && hilos > 1};
		if (pthread_create(&t->hilos[t->n], NULL, thread_main, &t->de[t->n]) != 0)
			return false;
		t->n++;
	}
	return true;
}

bool taller_stop(struct taller *t, int plazo_s)
{
	struct timespec fin;
	bool todos = true;
	trabajos_stop(t->app->timbre);
	clock_gettime(CLOCK_REALTIME, &fin);
	fin.tv_sec += plazo_s;
	for (int i = 0; i < t->n; i++)
		todos = pthread_timedjoin_np(t->hilos[i], NULL, &fin) == 0 && todos;
	return todos;
}
