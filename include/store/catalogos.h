/* Municipalities in PostgreSQL. One thread per `struct db`; texts of results live in the arena. */
#ifndef STORE_CATALOGOS_H
#define STORE_CATALOGOS_H

#include "store/db.h"

struct municipio {
	const char *cve_ent, *cve_mun, *nombre;
	bool vigente; /* of results only */
};
struct municipios_cargados {
	int nuevos, cambiados, retirados;
};
/* No municipality twice. All or nothing. */
NODISCARD enum status municipios_write(
	struct db *db, const struct municipio *v, size_t n, const char *fuente, struct municipios_cargados *out, struct error *err);
/* By code; `cve_ent` NULL: of every state. */
NODISCARD enum status municipios_list(
	struct db *db, const char *cve_ent, struct arena *a, struct municipio **out, size_t *n, struct error *err);

#endif
