/*
 * The thread of dictamend that sends the letters of accounts (services/cuentas.h) by SMTP: one at a time, from their rows, each with a new link. A letter
 * that was handed over but whose row could not be written is sent again, with another link; the older one then no longer works.
 */
#ifndef CLI_MENSAJERO_H
#define CLI_MENSAJERO_H

#include <pthread.h>

#include "services/app.h"
#include "store/db.h"

struct mensajero {
	struct app *app;
	struct db_opciones base;
	int parar_fd; /* readable: it is time to end */
	pthread_t hilo;
	bool vivo;
};

/* Starts nothing when smtp_url or correo_remitente is not configured. False when the thread could not be made or the password not be read (said). */
bool mensajero_start(struct mensajero *c, struct app *app, const struct db_opciones *base, int parar_fd, struct arena *a);
/* After parar_fd became readable: waits at most `plazo_s`; false when it is still talking to the server. */
bool mensajero_stop(struct mensajero *c, int plazo_s);

#endif
