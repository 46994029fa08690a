/* The threads of dictamend that put events in order, deliver them (docs/eventos.md) and write mails of them (docs/correo.md), each with a connection of its own. One `struct reparto` a process. */
#ifndef CLI_REPARTO_H
#define CLI_REPARTO_H

#include <pthread.h>

#include "cli/config.h"
#include "services/app.h"
#include "store/db.h"

struct reparto {
	struct app *app;
	struct db_opciones base;
	pthread_t orden, entregas, cartas;
	bool hay_orden, hay_entregas, hay_cartas;
	const char *smtp_clave; /* NULL: no mails */
};

/* Before any thread: the password of the mails, where they are wanted (arena); what is wrong with it is added to the faults. `r` begins as zeros. */
void reparto_configure(struct reparto *r, struct config_lectura *l, struct arena *a);
/* Deliveries only where there is a key for the secrets and entregas_a_la_vez is not 0, mails only where they are wanted. False when a thread could not be made; what was made goes on until reparto_stop. */
bool reparto_start(struct reparto *r, struct app *app, const struct db_opciones *base);
/*
 * app->parando is set. Waits for the threads, at most `plazo_s`; false when one is still busy (a relay that does not answer). Deliveries under way are left: their leases run out, and they are made again with the same ids. A mail that is left is sent again and says so.
 */
bool reparto_stop(struct reparto *r, int plazo_s);

#endif
