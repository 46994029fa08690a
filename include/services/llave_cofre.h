/*
 * The file of a key for secrets that are kept encrypted (base/cofre.h): one line of base64 that only its owner can read. `problema` says whose key it is; its
 * arguments are the path and what is wrong with it. Thread-safe.
 */
#ifndef SERVICES_LLAVE_COFRE_H
#define SERVICES_LLAVE_COFRE_H

#include "base/cofre.h"
#include "base/error.h"

NODISCARD enum status llave_cofre_load(const char *path, enum problem problema, struct cofre_llave *out, struct error *err);
/* A new one, in a new file with mode 0600; YA_EXISTE. */
NODISCARD enum status llave_cofre_create(const char *path, enum problem problema, struct error *err);

#endif
