#include "cli/ensayador.h"

#include <string.h>
#include <time.h>

#include "base/log.h"
#include "base/modo.h"
#include "cli/comun.h"
#include "services/ensayo.h"

#define PASO_BYTES ((size_t)1024 * 1024)
#define SONDEO_MS 200
#define ESPERA_MS 1000 /* while the database is away */

void ensayador_configure(struct ensayador *e, struct config_lectura *l, struct app *app)
{
	for (int i = 0; i < l->n_resto; i++)
		if (strcmp(l->resto[i], "--ensayo") == 0)
			modo_ensayo_set();
	const size_t antes = l->faltas.len;
	if (modo_ensayo() && guiones_load(l->config.ensayo_guiones, &e->guiones, &l->faltas) != STATUS_OK && l->faltas.len == antes)
		config_falta(l, "ensayo_guiones: no hay memoria");
	app->guiones = e->guiones;
}

bool ensayador_open(const struct db_opciones *o, struct arena *a)
{
	struct error err;
	error_init(&err, a);
	struct db *db = db_open(o, &err);
	enum status st = db ? ensayo_start(db, &err) : STATUS_UNAVAILABLE;
	db_close(db);
	if (st == STATUS_OK)
		return true;
	const char *causa = err.interno ? err.interno : "la base de datos no responde";
	if (err.problem != PROBLEM_CONFIGURACION_INVALIDA)
		causa = arena_printf(a, "un ensayo necesita su base al arrancar, y migrada (dictamenctl migrar): %s", causa);
	log_event(LOG_ERROR, "arranque", LOG_TEXT("causa", causa));
	return false;
}

/* How long to sleep afterwards. */
static int turn(struct ensayador *e, struct obrero *o)
{
	ARENA_AUTO *a = arena_create(PASO_BYTES);
	struct error err;
	int hechos = 0;
	error_init(&err, a);
	if (!a || !atomic_load(&e->app->lista))
		return ESPERA_MS;
	if (!o->db)
		o->db = db_open(&e->base, &err);
	if (!o->db)
		return ESPERA_MS;
	db_wake(o->db);
	if (ensayo_step(o, &hechos, &err) != STATUS_OK) {
		log_event(LOG_WARN, "ensayo", LOG_TEXT("problema", err.problem ? problem_info(err.problem)->slug : ""),
			LOG_TEXT("sqlstate", err.sqlstate), LOG_TEXT("interno", err.interno));
		return ESPERA_MS;
	}
	if (hechos > 0)
		log_event(LOG_INFO, "ensayo", LOG_INT("actos", hechos));
	return hechos > 0 ? 0 : SONDEO_MS;
}

static void *thread_main(void *arg)
{
	struct ensayador *e = arg;
	struct obrero o = {.app = e->app};
	while (!atomic_load(&e->app->parando))
		comun_nap(turn(e, &o));
	db_close(o.db);
	return NULL;
}

bool ensayador_start(struct ensayador *e, struct app *app, const struct db_opciones *base)
{
	e->app = app;
	e->base = *base;
	e->hay = pthread_create(&e->hilo, NULL, thread_main, e) == 0;
	return e->hay;
}

bool ensayador_stop(struct ensayador *e, int plazo_s)
{
	struct timespec fin;
	if (!e->hay)
		return true;
	clock_gettime(CLOCK_REALTIME, &fin);
	fin.tv_sec += plazo_s;
	return pthread_timedjoin_np(e->hilo, NULL, &fin) == 0;
}
