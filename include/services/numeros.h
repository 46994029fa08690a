/*
 * Numbers of the series as people write them (PROCEDURE, rule 9): a pattern holds {AAAA} (the year, four digits) once and {###}
 * (the number, padded with zeros to as many digits as there are #, 1–9) once; all else is literal. Pure, thread-safe.
 */
#ifndef SERVICES_NUMEROS_H
#define SERVICES_NUMEROS_H

#include <stdbool.h>

#include "base/arena.h"

#define NUMERO_PATRON_MAX 60 /* bytes */

/* A pattern without year or number would give one text twice: refused. So are braces with anything else and control characters. */
bool numero_patron_valido(const char *patron);

/* "AII-{AAAA}-{######}", 2026, 42 → "AII-2026-000042". A longer number is written whole. NULL for a bad pattern, a year not of four digits, numero < 1, or a full arena. */
const char *numero_format(struct arena *a, const char *patron, int anio, int numero);

/* The inverse: what year and number a text has by the pattern. False: it is not of that pattern, or its number is not one that a series gives. */
bool numero_parse(const char *patron, const char *texto, int *anio, int *numero);

#endif
