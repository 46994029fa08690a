/* What must be watched: terms that end, files that should be inscribed by now. One connection, one thread; texts live in the arena. */
#ifndef STORE_VIGILANCIA_H
#define STORE_VIGILANCIA_H

#include "domain/expediente.h"
#include "store/db.h"

struct por_vencer {
	const char *asiento, *denominacion, *cve_ent, *municipio, *pais;
	const char *partes_mexicanas, *contrapartes; /* their names, a JSON array */
	dia_t vigencia_hasta;
	struct uuid expediente; /* nil: a historic load */
};
/* Ends within [hoy, hasta], the nearest first; after (`despues`, `numero`), DIA_NINGUNO: from the first. */
NODISCARD enum status vigilancia_expiring(struct db *db, dia_t hoy, dia_t hasta, dia_t despues, const char *numero, int limite,
	struct arena *a, struct por_vencer **out, size_t *n, struct error *err);

struct sin_registrar {
	struct uuid id, organizacion;
	const char *folio, *cve_ent, *estado, *denominacion;
	dia_t fecha_firma;
};
/* As `who` may see them; after the file `despues`, nil: from the first. */
NODISCARD enum status vigilancia_unregistered(struct db *db, const struct actor *who, dia_t hoy, const struct uuid *despues, int limite,
	struct arena *a, struct sin_registrar **out, size_t *n, struct error *err);

/* Outbox rows for terms that end within 12, 6 and 3 months, and for what vigilancia_unregistered lists: on the day after, a month and three later; once each. */
NODISCARD enum status vigilancia_warn(struct db *db, dia_t hoy, instante_t now, struct error *err);

#endif
