/* The thread that writes the security journal (services/seguridad.h), with a connection of its own. Private to src/cli. */
#ifndef CLI_GUARDIA_H
#define CLI_GUARDIA_H

#include <pthread.h>

#include "services/app.h"

struct guardia {
	struct app *app;
	struct db_opciones base;
	int parar_fd; /* eventfd */
	pthread_t hilo;
	char *configuracion[2]; /* to be recorded, of the start and of the last reload, under a lock; NULL: nothing new */
};

/* False when the thread could not be made. `app` must outlive it. */
bool guardia_start(struct guardia *g, struct app *app, const struct db_opciones *base);
/* The configuration that the service starts with or was told to read again, secrets redacted (copied): recorded
 * when it was read again, or is not the one recorded last. Any thread. */
void guardia_configuration(struct guardia *g, const char *redactada, bool recarga);
/* After the last request: writes what is left, joins. What cannot be written within one try is lost, and the log says that it was. */
void guardia_stop(struct guardia *g);

#endif
