/*
 * Statistics of the public registry (docs/estadisticas.md): counts become tables, and answers are kept while they are true. What an answer says depends on
 * the registry's version, on the day and on what was asked; these three are its key and its entity tag, so asking again costs one indexed row.
 */
#ifndef SERVICES_ESTADISTICAS_H
#define SERVICES_ESTADISTICAS_H

#include "codec/estadistica.h"
#include "services/app.h"
#include "store/estadisticas.h"

/* Answers that are true: a bounded number of bodies by their key. Thread-safe. */
struct estadisticas_guardadas;
struct estadisticas_guardadas *estadisticas_guardadas_create(void); /* NULL: no memory */
void estadisticas_guardadas_destroy(struct estadisticas_guardadas *g);
/* Appends the body kept under the key to `out`; false when there is none. */
bool estadisticas_guardadas_get(struct estadisticas_guardadas *g, const char *clave, struct buf *out);
/* Keeps a copy; the oldest one gives way. Without memory nothing is kept. */
void estadisticas_guardadas_put(struct estadisticas_guardadas *g, const char *clave, const struct buf *cuerpo);

/*
 * All tables, by the filter (NULL: the whole registry as it stands, from the counters). Sets version, total, tables, concentration and municipalities of
 * `out`, in the arena.
 */
NODISCARD enum status estadisticas_compute(
	struct obrero *o, const struct estadistica_filtro *filtro, struct arena *a, struct estadistica_registro *out, struct error *err);

#endif
