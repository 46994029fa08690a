/*
 * The service's own work, one step a second: is the database ready, which calendar is in force, recomputing open files after a change of
 * calendar, reminders, forgetting old idempotency answers, signing the registry's log. One thread with its own connection; the caller logs.
 */
#ifndef SERVICES_MANTENIMIENTO_H
#define SERVICES_MANTENIMIENTO_H

#include "services/app.h"
#include "services/censo.h"

struct mantenimiento {
	int64_t limpiar_ns, recordar_ns, barrer_ns, vigilar_ns, asentar_ns; /* monotonic: next time; 0 = now */
	struct uuid barrer_desde; /* files before it were looked at for acts without their document */
	struct censo_pase censo;  /* the day's statistics of the procedure */
	int recordatorios;        /* made in the last step */
	int factores_sellados;    /* secrets of second factors that the last step put under the present key */
	int factores_cerrados;    /* those that no key of ours opens, as last seen */
	int64_t bitacora_firmada; /* size of the head signed in the last step; -1: none */
	int calendario_version;   /* in force after the last step */
	int64_t adelanto;         /* of the legal clock at the last step */
	int recordatorio_dias;    /* of the last look for reminders */
};

/* Does what is due. Sets app->lista. After a failure the rest is left for the next step. */
NODISCARD enum status mantenimiento_step(struct obrero *o, struct mantenimiento *m, struct error *err);

#endif
