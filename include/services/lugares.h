/*
 * Places by their codes, from the catalogues that the program carries (config/entidades.csv, config/paises.csv). Never NULL: what is not in the catalogue
 * is "". Results live in the arena; "" when it is full too. Thread-safe.
 */
#ifndef SERVICES_LUGARES_H
#define SERVICES_LUGARES_H

#include <stdbool.h>

#include "base/arena.h"

const char *lugar_entidad(struct arena *a, const char *cve_ent); /* "14": Jalisco; NULL is fine */
const char *lugar_pais(struct arena *a, const char *codigo);     /* "US": Estados Unidos… */
const char *lugar_otros(
	struct arena *a, const char *codigo); /* other names by which people know a state or a country: words for the search */
const char *lugar_region(struct arena *a, const char *codigo);        /* the region by which the field's tables group countries */
const char *lugar_region_nombre(struct arena *a, const char *region); /* its name (config/regiones.csv) */

struct lugar {
	const char *codigo, *nombre;
	const char *orden; /* the name without accents and capitals */
};
/* All states, or all countries, by their names as a Spanish reader looks for them (accents do not count). Returns how many; 0: the arena is full. */
size_t lugares_list(struct arena *a, bool paises, struct lugar **out);

#endif
