/* Quarters of the calendar year, written "2026-4": the periods in which figures are published (LGTAIP, art. 58). Pure, thread-safe. */
#ifndef DOMAIN_TRIMESTRE_H
#define DOMAIN_TRIMESTRE_H

#include <stdbool.h>

#include "base/fecha.h"

#define TRIMESTRE_LEN 7 /* "AAAA-T" and NUL */

struct trimestre {
	int anio, n; /* n from 1 to 4 */
};

/* Exactly four digits, a hyphen and 1 to 4; years as civil_valid. False for anything else. */
bool trimestre_parse(const char *s, struct trimestre *out);
/* Years of four digits. */
void trimestre_format(struct trimestre t, char out[static TRIMESTRE_LEN]);
struct trimestre trimestre_of(dia_t d);
struct trimestre trimestre_next(struct trimestre t);
/* Its first day; its last one is the day before that of the next. */
dia_t trimestre_first(struct trimestre t);
/* Negative, 0 or positive: before, the same, after. */
int trimestre_compare(struct trimestre a, struct trimestre b);

#endif
