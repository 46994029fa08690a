/* Watching. The lists of what is about to expire, or should be inscribed by now, are those of the store; telling the organisations is the service's. */
#ifndef SERVICES_VIGILANCIA_H
#define SERVICES_VIGILANCIA_H

#include "services/app.h"
#include "store/vigilancia.h"

/*
 * Tells organisations, through the outbox, of terms that end within 12, 6 and 3 months of today, and of files that should be inscribed by now (the day after the intended
 * day of signing, a month and three months later); each once. Thread: the maintenance's.
 */
NODISCARD enum status vigilancia_tell(struct obrero *o, struct error *err);

#endif
