/* What the service does by itself, on its own connection. */
#ifndef STORE_MANTENIMIENTO_H
#define STORE_MANTENIMIENTO_H

#include "store/db.h"

/* Forgets answers older than 24 h. */
NODISCARD enum status mantenimiento_limpiar(struct db *db, struct error *err);
/* Outbox rows `plazo.proximo` for files whose next day falls within [desde, hasta], one per file and version; how many were new. */
NODISCARD enum status mantenimiento_recordar(struct db *db, dia_t desde, dia_t hasta, instante_t now, int *nuevos, struct error *err);

#endif
