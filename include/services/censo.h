/*
 * The day's statistics of the procedure: one pass over all journals a day, in short steps of the maintenance thread (about twenty thousand files a second at most,
 * so that a million take minutes in the background), kept in the database as they may be published. Readers take the last one.
 */
#ifndef SERVICES_CENSO_H
#define SERVICES_CENSO_H

#include "services/app.h"
#include "store/censo.h"

/* A pass under way. One thread's. */
struct censo_pase {
	struct censo *censo; /* NULL: none under way */
	struct uuid desde;   /* files up to here were counted */
	dia_t dia, hecho;    /* of the pass; the last day known to be done (DIA_NINGUNO at first) */
};
void censo_pase_init(struct censo_pase *p);
void censo_pase_free(struct censo_pase *p);
/* Goes on for about a fifth of a second; nothing when the day's are there. */
NODISCARD enum status censo_advance(struct obrero *o, struct censo_pase *p, struct error *err);

#endif
