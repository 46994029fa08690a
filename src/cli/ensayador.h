/* The thread by which a sandbox's offices answer (services/ensayo.h), with a connection of its own. Private to src/cli. */
#ifndef CLI_ENSAYADOR_H
#define CLI_ENSAYADOR_H

#include <pthread.h>

#include "cli/config.h"
#include "services/app.h"
#include "services/guiones.h"

struct ensayador {
	struct app *app;
	struct db_opciones base;
	struct guiones *guiones; /* NULL: this is no sandbox; the caller frees them */
	bool hay;
	pthread_t hilo;
};

/*
 * Before any thread. The sandbox is asked for on the command line (`--ensayo`) and nowhere else: no file and no variable that is left behind turns it on. What is wrong
 * with its scripts is added to the faults.
 */
void ensayador_configure(struct ensayador *e, struct config_lectura *l, struct app *app);
/* Before the first socket: a sandbox does not wait for its database, which must be one or become one now. False: the log says why not. */
bool ensayador_open(const struct db_opciones *o, struct arena *a);

/* False when the thread could not be made. `app` must outlive it. */
bool ensayador_start(struct ensayador *e, struct app *app, const struct db_opciones *base);
/* After app->parando was set. False: it did not end in time and still uses what it has. One that never started has ended. */
bool ensayador_stop(struct ensayador *e, int plazo_s);

#endif
