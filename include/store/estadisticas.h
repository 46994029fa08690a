/* Counts of the public registry in PostgreSQL. One connection, one thread; results live in the arena. Nothing here but what is public. */
#ifndef STORE_ESTADISTICAS_H
#define STORE_ESTADISTICAS_H

#include "domain/estadistica.h"
#include "store/db.h"

/* Lists of codes are NULL-terminated; NULL: no matter which. An entry counts when any of its parties or areas is among them. */
struct estadistica_filtro {
	const char *const *entidades, *const *niveles, *const *clases, *const *paises, *const *regiones, *const *tipos, *const *areas;
	dia_t firma_desde, firma_hasta; /* DIA_NINGUNO: no limit; with one, entries of unknown date do not count */
	instante_t antes_de;            /* as the entries stood just before; INSTANTE_NINGUNO: as they stand */
};

/* How many acts the registry's journal has, and how often the catalogue of municipalities changed: two indexed rows. */
NODISCARD enum status registro_version(struct db *db, int64_t *version, int64_t *municipios, struct error *err);
/* The counters as they were kept (filtro NULL), or counted from the entries; `version`: of the registry that the counts are of. */
NODISCARD enum status registro_contar(struct db *db, const struct estadistica_filtro *filtro, struct arena *a, struct conteo **out,
	size_t *n, int64_t *version, struct error *err);

#endif
