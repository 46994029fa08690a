/*
 * Answers that are true: bodies by a key that names all that they depend on, so that none is ever taken back. Bounded in number and bytes; the oldest ones give
 * way. Thread-safe.
 */
#ifndef SERVICES_RESPUESTAS_H
#define SERVICES_RESPUESTAS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

struct respuestas;
struct respuestas *respuestas_create(size_t bytes_max); /* NULL: no memory */
void respuestas_destroy(struct respuestas *r);          /* NULL is fine */
/* Appends the body kept under the key to `out`; false when there is none. */
bool respuestas_get(struct respuestas *r, const char *clave, struct buf *out);
/* Keeps a copy of what is at most a quarter of bytes_max. Without memory nothing is kept. */
void respuestas_put(struct respuestas *r, const char *clave, const struct buf *cuerpo);

#endif
