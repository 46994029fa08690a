/* Hand-overs of an organisation to its next administration. One connection, one thread; texts live in the arena. */
#ifndef STORE_RELEVOS_H
#define STORE_RELEVOS_H

#include "store/db.h"

struct relevo {
	struct uuid id, organizacion, entregada_por, recibe;
	const char *administracion; /* the one that receives: "2027-2030" */
	instante_t entregada_en;
	int expedientes, bajas, delegaciones;
	const char *pendientes; /* text of a JSON list */
	struct sha256 sha256;   /* of that text */
};

/* Open files of an organisation by id, as the service itself. */
NODISCARD enum status relevo_open_files(struct db *db, const struct uuid *organizacion, const struct uuid *despues_de, int limite,
	struct arena *a, struct uuid **out, size_t *n, struct error *err);
/* In a transaction: everybody but `quedan` leaves; how many. */
NODISCARD enum status relevo_leave(
	struct db *db, const struct uuid *organizacion, const struct uuid *quedan, size_t n_quedan, int *cuantos, struct error *err);
/* In a transaction: what it had delegated ends; how many. */
NODISCARD enum status relevo_end_delegations(
	struct db *db, const struct uuid *organizacion, const struct uuid *por, instante_t en, int *cuantas, struct error *err);
NODISCARD enum status relevo_create(struct db *db, const struct relevo *e, struct error *err);
/* As `who` may see them, the newest first; `una` nil: any. */
NODISCARD enum status relevos_page(struct db *db, const struct actor *who, const struct uuid *organizacion, const struct uuid *antes_de,
	const struct uuid *una, int limite, struct arena *a, struct relevo **out, size_t *n, struct error *err);

#endif
