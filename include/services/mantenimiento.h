/*
 * The service's own work, one step a second: is the database ready, which calendar is in force, recomputing open files after a change of
 * calendar, reminders, forgetting old idempotency answers. One thread with its own connection; the caller logs.
 */
#ifndef SERVICES_MANTENIMIENTO_H
#define SERVICES_MANTENIMIENTO_H

#include "services/app.h"

struct mantenimiento {
	int64_t limpiar_ns, recordar_ns, barrer_ns; /* monotonic: next time; 0 = now */
	struct uuid barrer_desde;                   /* files before it were looked at for acts without their document */
	int recordatorios;                          /* made in the last step */
	int calendario_version;                     /* in force after the last step */
};

/* Does what is due. Sets app->lista. After a failure the rest is left for the next step. */
NODISCARD enum status mantenimiento_step(struct obrero *o, struct mantenimiento *m, struct error *err);

#endif
