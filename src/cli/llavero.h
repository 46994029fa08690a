/* The threads of dictamend that ask the issuers of other tokens for their keys (services/emisores.h), one each: a slow one holds up nobody else's. */
#ifndef CLI_LLAVERO_H
#define CLI_LLAVERO_H

#include <pthread.h>

#include "services/emisores.h"

struct llavero {
	struct emisores *emisores;
	int parar_fd; /* readable: it is time to end */
	size_t vivos;
	struct llavero_hilo {
		struct llavero *de;
		size_t i;
		pthread_t hilo;
	} hilos[EMISORES_MAX];
};

/* False when a thread could not be made; those that were are stopped as usual. `emisores` NULL: nothing to do. */
bool llavero_start(struct llavero *l, struct emisores *emisores, int parar_fd);
/* After parar_fd became readable: waits at most `plazo_s` for each; false when one is still talking to its issuer. */
bool llavero_stop(struct llavero *l, int plazo_s);

#endif
