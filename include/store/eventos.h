/* Events: putting the outbox in order, reading it. One connection, one thread; texts live in the arena. */
#ifndef STORE_EVENTOS_H
#define STORE_EVENTOS_H

#include "domain/evento.h"
#include "domain/expediente.h"
#include "store/db.h"

/*
 * Gives up to `max` committed rows of the outbox their place, each subscription that wants them its delivery, which is given up after `vida_s`, and the
 * people of the file's organisation a mail for the types `cartas` (n may be 0).
 * *puestos: how many; 0 too while another instance is at it.
 */
NODISCARD enum status eventos_order(
	struct db *db, int max, int vida_s, const char *const *cartas, size_t n, int *puestos, struct error *err);

/* Number of the last event. */
NODISCARD enum status eventos_last(struct db *db, int64_t *seq, struct error *err);
/*
 * At most `limite` events after `desde`, as `who` may see them, in order. *hasta: the last number there was when they were looked for: with fewer
 * than `limite`, everything up to there has been seen.
 */
NODISCARD enum status eventos_list(struct db *db, const struct actor *who, int64_t desde, int limite, struct arena *a, struct evento **out,
	size_t *n, int64_t *hasta, struct error *err);

#endif
