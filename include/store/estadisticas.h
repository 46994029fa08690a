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

/* How many acts the registry's journal has, and how often the catalogue of municipalities changed and the words were made again: three rows. */
struct registro_version {
	int64_t actos, municipios, palabras;
};
NODISCARD enum status registro_version(struct db *db, struct registro_version *out, struct error *err);
/* When the first act was recorded and when the last (INSTANTE_NINGUNO: there is none), and how many there are. */
struct registro_extremos {
	int64_t version;
	instante_t primero, ultimo;
};
NODISCARD enum status registro_extremes(struct db *db, struct registro_extremos *out, struct error *err);
/* How many entries there are, and from when to when they were signed, as far as it is known (DIA_NINGUNO: it is of none). */
struct registro_alcance {
	int64_t asientos;
	dia_t primera, ultima;
};
NODISCARD enum status registro_extent(struct db *db, struct registro_alcance *out, struct error *err);
/* Acts by quarter: tables `acto`, rows the place of the quarter among `desde` (first instants, in order) from 1, columns the kind of act. */
NODISCARD enum status registro_quarters(struct db *db, const instante_t *desde, size_t n_desde, struct arena *a, struct conteo **out,
	size_t *n, int64_t *version, struct error *err);
/*
 * What was recorded from `desde` to before `hasta` and how the registry stood then, states as of `dia`: tables `acto`, `estado`, `entidad` (those that
 * stand), `entidad_inscripcion`, `entidad_carga` (those that came in), with rows by slug or code, and `actualizado` (microsecond of the last act, absent
 * without one). `version`: the journal's size then.
 */
NODISCARD enum status registro_quarter(struct db *db, instante_t desde, instante_t hasta, dia_t dia, struct arena *a, struct conteo **out,
	size_t *n, int64_t *version, struct error *err);
/* The counters as they were kept (filtro NULL), or counted from the entries; `version`: of the registry that the counts are of. */
NODISCARD enum status registro_contar(struct db *db, const struct estadistica_filtro *filtro, struct arena *a, struct conteo **out,
	size_t *n, int64_t *version, struct error *err);

#endif
