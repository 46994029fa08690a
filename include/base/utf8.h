/* Strict UTF-8 (RFC 3629: no surrogates, no overlong forms, at most U+10FFFF). Pure. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

bool utf8_valid(const char *s, size_t n);
/* Code points of a valid string. */
size_t utf8_length(const char *s);
/* True when s holds a control character other than \n and \t, or U+2028/2029, or a bidi control (U+202A–202E, 2066–2069). */
bool utf8_has_control(const char *s);

#endif
