/* Statistics of the procedure in PostgreSQL: reading all journals in batches, and the day's result. One connection, one thread. */
#ifndef STORE_CENSO_H
#define STORE_CENSO_H

#include "domain/censo.h"
#include "store/db.h"

/* One file's acts, in order. */
struct censo_expediente {
	struct uuid id;
	int entidad; /* 0: none */
	struct censo_acto *actos;
	size_t n;
};
/* The next files after `desde` by id, at most `limite`; none: the pass is over. */
NODISCARD enum status censo_batch(
	struct db *db, const struct uuid *desde, int limite, struct arena *a, struct censo_expediente **out, size_t *n, struct error *err);
NODISCARD enum status censo_done(struct db *db, dia_t dia, bool *hay, struct error *err);
/* Keeps the day's result; another instance's, when it came first, stands. */
NODISCARD enum status censo_save(struct db *db, dia_t dia, instante_t en, int calendario_version, const char *datos, struct error *err);
/* The last one; *datos NULL: none was computed yet. */
NODISCARD enum status censo_last(struct db *db, struct arena *a, dia_t *dia, const char **datos, struct error *err);

#endif
