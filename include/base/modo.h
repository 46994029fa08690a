/*
 * The sandbox («ensayo»): a process either is one or it is not, from before its first thread to its end. Only `dictamend --ensayo` sets it, and
 * dictamenctl before the database of one. Kept here, below everything, because whatever leaves the process must say so: headers, pages, documents,
 * mails. Reading is thread-safe.
 */
#ifndef BASE_MODO_H
#define BASE_MODO_H

#include <stdbool.h>

/* What everything that a sandbox writes bears in sight. */
#define ENSAYO_MARCA "ENSAYO — SIN VALIDEZ"

/* Once, before any thread. */
void modo_ensayo_set(void);
bool modo_ensayo(void);

#endif
