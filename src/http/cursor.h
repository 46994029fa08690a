/*
 * Opaque cursors that are good for one question only: the key of the last row seen and, before it, a digest of the question and of the key, all in hexadecimal
 * digits. It keeps no secret: who makes one by hand begins the same list elsewhere, and is shown what that list shows anyway. Pure, thread-safe.
 */
#ifndef HTTP_CURSOR_H
#define HTTP_CURSOR_H

#include <stddef.h>

#include "base/arena.h"
#include "base/fecha.h"
#include "base/hash.h"

#define CURSOR_CLAVE_MAX 1024 /* bytes of a key */

/* `pregunta`: what is asked, already added. The text lives in the arena; NULL: no memory, or the key is empty or too long. */
const char *cursor_seal(const struct sha256_ctx *pregunta, const void *clave, size_t n, struct arena *a);

/* The key into `clave`, which has room for max + 1 bytes and gets a zero at its end; *n: how many. false: no page of that question gave this cursor. */
bool cursor_open(const struct sha256_ctx *pregunta, const char *s, char *clave, size_t max, size_t *n);

/* The key of a list by date and number, "AAAA-MM-DD|number", taken apart where it stands: no date is DIA_NINGUNO. false: it is none. */
bool cursor_date_number(char *clave, dia_t *fecha, const char **numero);

#endif
