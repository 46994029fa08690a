/* The feed of events (docs/eventos.md): what happened after a place in the one order of all events, as a caller may see it. */
#ifndef SERVICES_EVENTOS_H
#define SERVICES_EVENTOS_H

#include "services/app.h"
#include "store/eventos.h"

#define EVENTO_CURSOR_LEN 22
/* "e" and the number of the last event seen: opaque to callers, harmless to guess. */
void evento_cursor_format(int64_t seq, char out[static EVENTO_CURSOR_LEN]);
/* False when it is none of ours. */
bool evento_cursor_parse(const char *s, int64_t *seq);

struct eventos_pagina {
	struct evento *eventos;
	size_t n;
	bool mas;          /* there is more already */
	int64_t siguiente; /* where to go on from: always good, also on the last page */
};
/* At most `limite` events after `desde`, in order; they live in `a`. */
NODISCARD enum status eventos_page(struct obrero *o, const struct actor *who, int64_t desde, int limite, struct arena *a,
	struct eventos_pagina *out, struct error *err);

#endif
