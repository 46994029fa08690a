/* The sandbox: its mark, its clock, which script answers whom. One connection, one thread; texts live in the arena. */
#ifndef STORE_ENSAYO_H
#define STORE_ENSAYO_H

#include "store/db.h"

struct ensayo_marca {
	bool hay;
	int64_t adelanto; /* microseconds that the legal clock runs ahead */
};
NODISCARD enum status ensayo_read(struct db *db, struct ensayo_marca *out, struct error *err);
/* Marks the database and gives it its offices, unless it is marked already; false: it holds what is no sandbox's. */
NODISCARD enum status ensayo_mark(struct db *db, bool *marcada, struct error *err);
/* In a transaction: moves the clock, and lets what was refused be tried again. CONFLICT (RELOJ_HACIA_ATRAS) when it is further already. */
NODISCARD enum status ensayo_advance(struct db *db, int64_t adelanto, struct error *err);

/* The offices that answer by script, indexed by role; the others stay nil. */
NODISCARD enum status ensayo_offices(struct db *db, struct actor out[static ROL_COUNT], struct error *err);

/* `sujeto`: a file, or an organisation for all of its files that have none of their own. */
NODISCARD enum status ensayo_choose(
	struct db *db, const struct uuid *sujeto, const char *guion, const struct uuid *por, instante_t en, struct error *err);
struct ensayo_elegido {
	const char *guion;
	bool propio;                    /* chosen for this very file */
	const char *problema, *detalle; /* of what the script was last refused on the file as it stands; NULL: of nothing */
};
/* `expediente` nil: of the organisation as a whole. */
NODISCARD enum status ensayo_chosen(struct db *db, const struct uuid *expediente, const struct uuid *organizacion, const char *comun,
	struct arena *a, struct ensayo_elegido *out, struct error *err);

struct ensayo_pendiente {
	struct uuid expediente, organizacion;
	int version;
	const char *guion;
};
/* Open files in which a script may have something to do, as the service itself. `ninguno`: name of the script that does nothing. */
NODISCARD enum status ensayo_pending(struct db *db, const char *comun, const char *ninguno, int pausa_ms, int limite, struct arena *a,
	struct ensayo_pendiente **out, size_t *n, struct error *err);
/* What was refused, in words for people; `problema` "": there is nothing to do in this state. */
NODISCARD enum status ensayo_tried(
	struct db *db, const struct ensayo_pendiente *p, const char *problema, const char *detalle, struct error *err);

#endif
