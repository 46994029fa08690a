/*
 * Statistics of the public registry (docs/estadisticas.md): counts become tables, and answers are kept while they are true. What an answer says depends on
 * the registry's version, on the day and on what was asked; these three are its key and its entity tag, so asking again costs one indexed row.
 */
#ifndef SERVICES_ESTADISTICAS_H
#define SERVICES_ESTADISTICAS_H

#include "codec/estadistica.h"
#include "services/app.h"
#include "store/estadisticas.h"

/*
 * All tables, by the filter (NULL: the whole registry as it stands, from the counters). Sets version, total, tables, concentration and municipalities of
 * `out`, in the arena.
 */
NODISCARD enum status estadisticas_compute(
	struct obrero *o, const struct estadistica_filtro *filtro, struct arena *a, struct estadistica_registro *out, struct error *err);

#endif
