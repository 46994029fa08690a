/* The record of exports. Append-only; one connection, one thread. */
#ifndef STORE_EXPORTACION_H
#define STORE_EXPORTACION_H

#include "store/db.h"

struct exportacion {
	struct uuid expediente;
	int version;
	const struct actor *quien;
	instante_t en;
	struct sha256 manifiesto; /* of the manifest's bytes */
};
NODISCARD enum status exportacion_record(struct db *db, const struct exportacion *x, struct error *err);

#endif
