/*
 * The verification code printed on a document: 100 random bits in Crockford's alphabet (no I, L, O, U), four groups of five. Nobody guesses one, and
 * a person can read one out over the telephone. Pure but for codigo_nuevo; thread-safe.
 */
#ifndef EMISION_CODIGO_H
#define EMISION_CODIGO_H

#include <stdbool.h>

#define CODIGO_LEN 24 /* "7H3KD-0XQ2M-…-…" and NUL */

/* From the system's random generator. */
void codigo_nuevo(char out[static CODIGO_LEN]);
/* What a person typed, in its one form: case, hyphens and spaces do not count; O is 0, I and L are 1. False when it is no code. */
bool codigo_parse(const char *s, char out[static CODIGO_LEN]);

#endif
