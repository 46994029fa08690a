/*
 * The catalogues that everything else points at: countries, regions, states, areas and kinds of agreement are carried by the program; municipalities are
 * loaded from INEGI's AGEEML file. One thread per `struct db`.
 */
#ifndef SERVICES_CATALOGOS_H
#define SERVICES_CATALOGOS_H

#include "base/buf.h"
#include "store/catalogos.h"

#define CATALOGOS_ARENA ((size_t)32 << 20)

/*
 * The catalogue as JSON: {"catalogo", "fuente", "datos": [{"clave", "nombre", …}]}. `entidad` restricts municipios and is NULL for others.
 * NO_ENCONTRADO: no such catalogue. The database is asked for municipios only.
 */
NODISCARD enum status catalogo_write(
	struct db *db, const char *catalogo, const char *entidad, struct arena *a, struct buf *out, struct error *err);

/*
 * Loads AGEEML's municipalities from an open file: columns are found by their names (CVE_ENT, CVE_MUN, NOM_MUN; others are passed over, and so is a
 * municipality told again, as the file of localities does). UTF-8 with or without BOM, else Latin-1. INVALID with every fault in `faltas`, a line each
 * with its line and column: nothing is loaded then. `fd` must be seekable.
 */
NODISCARD enum status municipios_cargar(
	struct db *db, int fd, const char *fuente, struct arena *a, struct municipios_cargados *out, struct buf *faltas, struct error *err);

/* Municipalities to look up, those no longer in force too. In the arena; read by one thread at a time. */
struct municipios {
	struct arena *a;
	struct municipio *v;
	const char **plegados; /* names as busqueda_fold makes them */
	size_t n;
};
/* `cve_ent` NULL: of every state. */
NODISCARD enum status municipios_load(struct db *db, const char *cve_ent, struct arena *a, struct municipios *out, struct error *err);
/*
 * By INEGI's three digits or by name, whatever its case, accents and signs. NULL: not in the catalogue, or several municipalities of that state have this
 * name. The result lives as long as `m`.
 */
const struct municipio *municipios_find(const struct municipios *m, const char *cve_ent, const char *texto);
/* The same for the name of a body that says which one it governs and nothing else: "H. Ayuntamiento de Zapopan", "Municipio de Zapopan". NULL: any other. */
const struct municipio *municipios_named(const struct municipios *m, const char *cve_ent, const char *organo);

#endif
