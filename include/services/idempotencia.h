/* Idempotency keys whose request is being done right now, in this process: the second one is told so instead of waiting. Thread-safe. */
#ifndef SERVICES_IDEMPOTENCIA_H
#define SERVICES_IDEMPOTENCIA_H

#include <stdbool.h>

#include "base/hash.h"

/* False when the same user's same key is under way. */
bool idempotencia_claim(const struct uuid *usuario, const char *clave);
void idempotencia_release(const struct uuid *usuario, const char *clave);

#endif
