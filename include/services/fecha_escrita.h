/*
 * Dates as people write them, read by a pattern: "aaaa" is the year (four digits), "mm" the month and "dd" the day (one or two digits), "mes" the month's
 * Spanish name or its first three letters, all else itself (letters in either case). Pure.
 */
#ifndef SERVICES_FECHA_ESCRITA_H
#define SERVICES_FECHA_ESCRITA_H

#include "base/fecha.h"
#include "domain/vocabulario.h"

/* The pattern has the year once, at most one month and one day, and no day without a month. */
bool fecha_patron_valido(const char *patron);
/* The whole text by the pattern, a date that exists: *dia its day, or the first day of what it names; *precision what it names. */
bool fecha_escrita_parse(const char *patron, const char *s, dia_t *dia, enum precision *precision);

#endif
