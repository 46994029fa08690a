/* What the readings of a file's texts copy out of it while it is locked. Private to src/services. */
#ifndef SERVICES_LIBRO_H
#define SERVICES_LIBRO_H

#include "codec/comparacion.h"
#include "domain/procedimiento.h"

/* File, versions of the project and lines of the ledger that `who` may see (NULL: all of it); everything lives in `a`. */
NODISCARD enum status libro_copy(
	const struct expediente *e, const struct actor *who, struct arena *a, struct libro *out, struct error *err);
NODISCARD enum status documento_copy_to(const struct documento *d, struct arena *a, struct documento *out, struct error *err);

#endif
