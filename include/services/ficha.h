/* The card of a file for lists and search. Search ignores case and accents, in the text and in what is typed. Pure, thread-safe. */
#ifndef SERVICES_FICHA_H
#define SERVICES_FICHA_H

#include "store/expedientes.h"

/* Card of a file as it stands; lives in `a`. NULL without memory. */
const struct ficha *ficha_make(const struct expediente *e, struct arena *a);
/* LIKE pattern that finds what a person typed: words in order, with anything between them. NULL without memory. */
const char *ficha_pattern(const char *typed, struct arena *a);

#endif
