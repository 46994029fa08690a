/*
 * The job `revisar_copia`: looks at the signed copy that an act brought (remitir_copia, subsanar_registro) and shows a person where to look. It never
 * decides: whether the copy is returned, observed or inscribed is an act of the offices (PROCEDURE, steps 9 and 11).
 */
#ifndef SERVICES_COPIA_H
#define SERVICES_COPIA_H

#include "services/trabajos.h"

/* A trabajo_fn. Writes nothing but its result; may be run any number of times. */
NODISCARD enum status copia_revisar(
	struct obrero *o, const struct trabajo *t, struct trabajo_avance *av, struct buf *resultado_json, struct error *err);

#endif
