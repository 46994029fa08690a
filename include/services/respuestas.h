/*
 * Answers that are true: bodies by a key that names all that they depend on, so that none is ever taken back. Bounded in number and bytes; the oldest ones give
 * way. Thread-safe.
 */
#ifndef SERVICES_RESPUESTAS_H
#define SERVICES_RESPUESTAS_H

#include "base/buf.h"

struct respuestas;
struct respuestas *respuestas_create(size_t bytes_max); /* NULL: no memory */
void respuestas_destroy(struct respuestas *r);          /* NULL is fine; what was taken stays until it is released */

/* A body as it is kept, for several to send at once; NUL-terminated. */
struct guardada {
	const char *cuerpo;
	size_t len;
};
/* What is kept under the key, until it is released; NULL: nothing. */
const struct guardada *respuestas_take(struct respuestas *r, const char *clave);
void respuestas_release(const struct guardada *g);
/* Keeps a copy of what is at most a quarter of bytes_max. Without memory nothing is kept. */
void respuestas_put(struct respuestas *r, const char *clave, const struct buf *cuerpo);

#endif
