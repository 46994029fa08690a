/*
 * What was seen on the pages of a letter, kept with its content (contenido_oficio): drawing and reading them takes seconds, and whoever asks for a file's review
 * asks for it again.
 */
#ifndef SERVICES_OFICIO_GUARDADO_H
#define SERVICES_OFICIO_GUARDADO_H

#include "services/app.h"
#include "services/oficio.h"

/* Of the looking and the judging (services/oficio.h): raised when either changes what it says of the same pages. */
#define OFICIO_VERSION 1

/* *hay: whether something is kept of this content; `out` lives in `a`. UNAVAILABLE: database or memory. */
NODISCARD enum status oficio_find(
	struct obrero *o, const struct sha256 *sha, struct arena *a, struct oficio *out, bool *hay, struct error *err);
/* Keeps it; what another look may show differently (not `definitivo`) is not kept. UNAVAILABLE as above. */
NODISCARD enum status oficio_keep(struct obrero *o, const struct sha256 *sha, const struct oficio *oficio, struct error *err);

#endif
