/*
 * The pre-check (revisión previa): what the inspection of the files found and what the rules say of their texts, in one answer. It advises and
 * stores nothing. Thread-safe.
 */
#ifndef SERVICES_REVISION_H
#define SERVICES_REVISION_H

#include "base/buf.h"
#include "base/status.h"
#include "texto/reglas.h"

/*
 * The rules: of the file `ruta`, or the ones that the program carries when it is "". INVALID: what is wrong is in `faltas`, one a line,
 * a rule that fails its own test texts among it. UNAVAILABLE: memory. The caller frees with reglas_free.
 */
NODISCARD enum status revision_rules(const char *ruta, struct reglas **out, struct buf *faltas);

#endif
