/* The threads of dictamend that do the jobs (services/trabajos.h). One `struct taller` a process. */
#ifndef CLI_TALLER_H
#define CLI_TALLER_H

#include <pthread.h>

#include "services/app.h"
#include "store/db.h"

#define TALLER_HILOS_MAX 16

struct taller {
	struct app *app;
	struct db_opciones base;
	pthread_t hilos[TALLER_HILOS_MAX];
	struct taller_hilo {
		struct taller *taller;
		bool solo_cortos;
	} de[TALLER_HILOS_MAX];
	int n;
};

/* As many threads as the configuration says. False when one could not be made; those that were go on until taller_stop. */
bool taller_start(struct taller *t, struct app *app, const struct db_opciones *base);
/* app->parando is set: jobs give back at their next report. Waits for them, at most `plazo_s`; false when one is still busy: its lease runs out by itself. */
bool taller_stop(struct taller *t, int plazo_s);

#endif
