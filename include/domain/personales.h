/*
 * Identifiers of people that a public version must not show, by their form: CURP (RENAPO), clave de elector (INE) and the RFC of a person (13 signs; that of a
 * company, 12, is public). An identifier stands alone, has a date that exists and its second letter is a vowel or X, as its rules want: folios and numbers of
 * offices are none. And electronic addresses at providers where anybody has one: an office's own, at its domain, is public (LGTAIP), and no form tells a
 * person's telephone from an office's, so those stay. Pure, thread-safe.
 */
#ifndef DOMAIN_PERSONALES_H
#define DOMAIN_PERSONALES_H

#include <stddef.h>

#include "base/buf.h"

/*
 * Appends valid UTF-8 with each of them replaced by what it was, between brackets: "[CURP testada]", "[clave de elector testada]", "[RFC testado]",
 * "[correo testado]". All else stays byte by byte. How many they were; whether it fit is out->failed.
 */
size_t personales_mask(const char *utf8, size_t n, struct buf *out);

#endif
