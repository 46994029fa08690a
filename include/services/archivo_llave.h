/*
 * Files that hold one secret key as text: made once, with mode 0600, and believed only while nobody but their owner can read them. Whatever is wrong becomes
 * the problem given, whose arguments are the path and the reason in Spanish. Thread-safe.
 */
#ifndef SERVICES_ARCHIVO_LLAVE_H
#define SERVICES_ARCHIVO_LLAVE_H

#include <stddef.h>

#include "base/error.h"

/* The file's text, of at most cap - 1 bytes; "" when it is longer or is no text, which is no key either. The caller wipes `out`. */
NODISCARD enum status archivo_llave_read(const char *ruta, enum problem falta, char *out, size_t cap, struct error *err);
/* A file that did not exist (else YA_EXISTE); nothing is left of one that could not be written whole. */
NODISCARD enum status archivo_llave_write(const char *ruta, enum problem falta, const char *texto, struct error *err);

#endif
